from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .off_hub_model_fee import LEVELS


class OffFee(models.Model):
    """What a hub, its coordinator or a transporter adds to prices (rules 15 to 18).

    Orders keep the terms they were validated at: changing a fee changes what is ordered
    from then on.
    """

    _name = "off.fee"
    _description = "Fee"
    _inherit = ["off.fee.mixin", "off.kept.mixin"]
    _order = "hub_id, sequence, name, id"
    _check_company_auto = True

    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    hub_id = fields.Many2one(
        "off.hub",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env["off.hub"]._get_default(),
        domain="[('company_id', 'in', allowed_company_ids)]",
        help="Who charges it, in its cycles and exchanges.",
    )
    company_id = fields.Many2one(related="hub_id.company_id", store=True, index=True)
    beneficiary_id = fields.Many2one(
        "res.partner",
        string="For",
        required=True,
        ondelete="restrict",
        compute="_compute_beneficiary_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Who gets it: the hub itself, a transporter, a fund.",
    )
    account_id = fields.Many2one(
        "account.account",
        check_company=True,
        ondelete="restrict",
        domain="[('account_type', 'in', ('income', 'income_other', "
        "'liability_current'))]",
        help="Income of the hub, or a debt where it is collected for somebody else. "
        "Odoo's income account of services when empty.",
    )
    default_level = fields.Selection(
        LEVELS,
        "In new cycles",
        help="Where cycles that are planned from now on bear it by themselves.",
    )
    exchange_ids = fields.Many2many("off.exchange", string="Exchanges")
    cycle_ids = fields.Many2many("off.order.cycle", string="Cycles")

    @api.depends("hub_id")
    def _compute_beneficiary_id(self):
        for fee in self:
            if not fee.beneficiary_id:
                fee.beneficiary_id = fee.hub_id.partner_id

    @api.depends("name", "summary")
    def _compute_display_name(self):
        for fee in self:
            fee.display_name = (
                f"{fee.name} ({fee.summary})" if fee.summary else fee.name
            )

    @api.constrains("hub_id")
    def _check_hub(self):
        self.exchange_ids._check_fees()
        self.cycle_ids._check_fees()

    def write(self, vals):
        if moved := self.filtered(
            lambda fee: "hub_id" in vals and fee.hub_id.id != vals["hub_id"]
        ):
            self.env["off.order.fee"]._check_unused(moved)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.env["off.order.fee"]._check_unused(self)

    def _get_account(self, company):
        """Where it is booked in an order of ``company``: another operator collects it
        as a debt, it is no income of its own."""
        self.ensure_one()
        if company != self.company_id:
            return company.off_fee_account_id
        return self.account_id

    def _get_own_taxes(self, company):
        """Taxes in ``company`` of a fee that does not inherit those of the products."""
        self.ensure_one()
        if self.tax_rule != "own":
            return self.env["account.tax"]
        return self.tax_category_id.mapping_ids.filtered(
            lambda mapping: mapping.company_id == company
        ).sale_tax_ids

    def _check_owner(self, hub, place):
        """Raise unless all these fees are of the operator of ``hub``.

        :param place: record that charges them, to be named
        """
        foreign = self.filtered(lambda fee: fee.company_id != hub.company_id)
        if foreign:
            raise ValidationError(
                self.env._(
                    "%(place)s: %(fees)s is a fee of %(owner)s. %(operator)s charges "
                    "its own fees only.",
                    place=place.display_name,
                    fees=foreign[0].name,
                    owner=foreign[0].hub_id.name,
                    operator=hub.company_id.name,
                )
            )
