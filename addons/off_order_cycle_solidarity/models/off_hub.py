from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OffHub(models.Model):
    _inherit = "off.hub"

    solidarity_fund_id = fields.Many2one(
        "off.solidarity.fund",
        ondelete="restrict",
        groups="off_order_cycle_solidarity.group_solidarity",
        domain="[('company_id', '=', company_id)]",
        help="Customers of this hub may give to it, and solidarity prices are paid by "
        "it.",
    )

    @api.constrains("solidarity_fund_id", "company_id")
    def _check_solidarity_fund(self):
        for hub in self.sudo().filtered("solidarity_fund_id"):
            if hub.solidarity_fund_id.company_id != hub.company_id:
                raise ValidationError(
                    self.env._(
                        "%(hub)s: the fund %(fund)s is another operator's. Choose one "
                        "of %(operator)s.",
                        hub=hub.name,
                        fund=hub.solidarity_fund_id.name,
                        operator=hub.company_id.name,
                    )
                )
