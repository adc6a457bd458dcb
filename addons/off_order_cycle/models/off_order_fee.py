from odoo import api, fields, models
from odoo.exceptions import UserError

from .off_fee_mixin import TYPES


class OffOrderFee(models.Model):
    """A fee on an order, as it was when the order was validated.

    One for each fee, edge of the cycle and set of taxes. Those with the same type,
    beneficiary, account and taxes share an order line.
    """

    _name = "off.order.fee"
    _description = "Fee of an Order"
    _inherit = ["off.kept.mixin"]
    _order = "order_id, id"

    order_id = fields.Many2one(
        "sale.order", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    cycle_id = fields.Many2one(
        related="order_id.off_cycle_id", store=True, index="btree_not_null"
    )
    sale_line_id = fields.Many2one(
        "sale.order.line",
        string="Order line",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    fee_id = fields.Many2one(
        "off.fee", required=True, ondelete="restrict", index=True, readonly=True
    )
    exchange_id = fields.Many2one(
        "off.exchange",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        help="The edge that charges it. The coordinator where there is none.",
    )
    level = fields.Selection(
        [
            ("coordinator", "Coordinator"),
            ("incoming", "Incoming"),
            ("outgoing", "Outgoing"),
        ],
        compute="_compute_level",
        store=True,
    )
    name = fields.Char(required=True, readonly=True)
    fee_type = fields.Selection(TYPES, "Type", required=True, readonly=True)
    beneficiary_id = fields.Many2one(
        "res.partner", required=True, ondelete="restrict", readonly=True
    )
    account_id = fields.Many2one("account.account", ondelete="restrict", readonly=True)
    tax_ids = fields.Many2many(related="sale_line_id.tax_ids")
    inherits_tax = fields.Boolean(
        readonly=True, help="Whether it is taxed as the products that bear it."
    )
    amount_ordered = fields.Monetary(
        "Ordered", readonly=True, help="Taxes included, for what was ordered."
    )
    amount_final = fields.Monetary(
        "Final", readonly=True, help="Taxes included, for what was handed over."
    )

    @api.depends("exchange_id.direction")
    def _compute_level(self):
        for row in self:
            row.level = row.exchange_id.direction or "coordinator"

    def _get_key(self):
        """What tells a fee of an order from its others, as ``_off_charge`` has it."""
        self.ensure_one()
        taxes = tuple(self.tax_ids.ids) if self.inherits_tax else None
        return self.fee_id.id, self.exchange_id.id, taxes

    def _get_place(self):
        """What decides on which order line it is told."""
        self.ensure_one()
        return self.fee_type, self.beneficiary_id, self.account_id, self.tax_ids

    @api.model
    def _check_unused(self, fees):
        used = self.sudo()._read_group([("fee_id", "in", fees.ids)], ["fee_id"])
        if used:
            raise UserError(
                self.env._(
                    "These fees are on orders and stay with them: %s. Archive them "
                    "instead.",
                    ", ".join(fee.name for (fee,) in used),
                )
            )
