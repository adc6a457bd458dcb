from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_repr

from odoo.addons.off_order_cycle.engine.rounding import round_half_up


class OffSolidarityLevel(models.Model):
    """A part of the price that is paid; the fund pays the rest (rule 26)."""

    _name = "off.solidarity.level"
    _description = "Solidarity Level"
    _inherit = ["off.kept.mixin"]
    _order = "hub_id, percent desc, id"

    name = fields.Char(required=True, translate=True)
    hub_id = fields.Many2one("off.hub", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="hub_id.company_id", store=True)
    fund_id = fields.Many2one(related="hub_id.solidarity_fund_id")
    percent = fields.Float(
        "Pays (%)",
        required=True,
        default=80.0,
        help="Of the price; the fund pays the rest.",
    )
    is_free = fields.Boolean(
        "Chosen freely",
        help="Customers choose it by themselves when they order. Otherwise it is "
        "granted.",
    )
    active = fields.Boolean(default=True)

    _percent_is_a_part = models.Constraint(
        "CHECK (percent >= 1 AND percent < 100)",
        "A solidarity level is from 1 to 99 % of the price.",
    )

    @api.constrains("hub_id")
    def _check_fund(self):
        for level in self:
            if not level.sudo().fund_id:
                raise ValidationError(
                    self.env._(
                        "%s has no solidarity fund yet: choose it on the hub first.",
                        level.hub_id.name,
                    )
                )

    def _get_draw(self, total):
        """What the fund pays of an order of ``total``, taxes included."""
        self.ensure_one()
        part = (100 - Decimal(float_repr(self.percent, 2))) / 100
        currency = self.company_id.currency_id
        return float(
            round_half_up(
                Decimal(float_repr(total, 6)) * part, Decimal(str(currency.rounding))
            )
        )
