from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class OffTenderLot(models.Model):
    """A part of a tender that is awarded by itself."""

    _name = "off.tender.lot"
    _description = "Tender Lot"
    _inherit = ["off.kept.mixin"]
    _order = "tender_id, sequence, id"

    tender_id = fields.Many2one(
        "off.tender", required=True, ondelete="cascade", index=True
    )
    tender_state = fields.Selection(related="tender_id.state", string="Tender status")
    company_id = fields.Many2one(related="tender_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    categ_id = fields.Many2one(
        "product.category", string="Product category", ondelete="restrict"
    )
    quantity = fields.Float(digits="Product Unit", min_display_digits=1)
    uom_id = fields.Many2one("uom.uom", string="Unit", ondelete="restrict")
    amount_estimated = fields.Monetary(
        "Estimated amount", help="What the buyer expects to spend, taxes excluded."
    )
    state = fields.Selection(
        [
            ("open", "To decide"),
            ("awarded", "Awarded"),
            ("fruitless", "Fruitless"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
    )
    drop_reason = fields.Char(
        copy=False, help="Why the buyer gives up this lot. Needed to drop it."
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0)", "The quantity of a lot cannot be negative."
    )
    _amount_positive = models.Constraint(
        "CHECK (amount_estimated >= 0)",
        "The estimated amount of a lot cannot be negative.",
    )

    @api.constrains("state", "drop_reason")
    def _check_drop_reason(self):
        for lot in self:
            if lot.state == "dropped" and not (lot.drop_reason or "").strip():
                raise ValidationError(
                    self.env._("Give the reason for dropping the lot %s.", lot.name)
                )

    # -- steps -----------------------------------------------------------------------
    def action_award(self):
        self._decide("awarded", "opened")
        return True

    def action_fruitless(self):
        self._decide("fruitless", "opened")
        return True

    def action_drop(self):
        self._decide("dropped", "published", "opened")
        return True

    def action_reopen(self):
        """Take a decision back while the tender is not awarded."""
        for lot in self:
            lot._check_tender("published", "opened")
        self.state = "open"
        return True

    def _decide(self, state, *tender_states):
        for lot in self:
            lot._check_tender(*tender_states)
            if lot.state != "open":
                raise UserError(
                    self.env._(
                        "The lot %(lot)s is “%(state)s” already: reopen it first.",
                        lot=lot.name,
                        state=dict(
                            self._fields["state"]._description_selection(self.env)
                        )[lot.state],
                    )
                )
        self.state = state

    def _check_tender(self, *states):
        self.ensure_one()
        self.tender_id._check_state(*states)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        for lot in self:
            if lot.tender_state != "draft":
                raise UserError(
                    self.env._(
                        "The lot %(lot)s is part of %(tender)s, which is no longer a "
                        "draft: drop the lot, with the reason, instead of deleting it.",
                        lot=lot.name,
                        tender=lot.tender_id.name,
                    )
                )
