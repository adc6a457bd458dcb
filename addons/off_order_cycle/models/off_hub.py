from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..engine.calendar import plan_next


class OffHub(models.Model):
    _inherit = "off.hub"

    pickup_point_ids = fields.One2many(
        "off.pickup.point", "hub_id", string="Pickup points"
    )
    customers_change = fields.Boolean(
        "Customers change orders",
        default=True,
        help="A validated order may be changed or cancelled by its customer until the "
        "cycle closes.",
    )
    fee_ids = fields.One2many(
        "off.fee", "hub_id", string="Fees", context={"active_test": False}
    )
    cycle_ids = fields.One2many(
        "off.order.cycle", "coordinator_id", string="Coordinated cycles"
    )

    def _apply_model(self):
        """Extends off_hub_network: a hub without pickup points gets its model's, one
        without fees too."""
        result = super()._apply_model()
        self.env["off.pickup.point"].create(
            [
                {
                    "hub_id": hub.id,
                    "name": point.name,
                    "sequence": point.sequence,
                    "note": point.note,
                }
                for hub in self
                if not hub.pickup_point_ids
                for point in hub.model_id.point_ids
            ]
        )
        # The language that texts of a model are copied in is that of the operator.
        self.env["off.fee"].sudo().create(
            [
                fee.with_context(lang=hub.company_id.partner_id.lang)._prepare_fee(hub)
                for hub in self
                if not hub.fee_ids
                for fee in hub.model_id.fee_ids
            ]
        )
        return result

    def _get_default_fees(self, level):
        """:return: off.fee that new cycles bear at ``level``"""
        return self.fee_ids.filtered(
            lambda fee: fee.active and fee.default_level == level
        )

    def action_plan_cycle(self):
        """Plan the next cycle by the hub's model, with all that its producers have and
        a pickup at each of its points, and show it.

        :raise UserError: when the model gives no dates
        """
        self.ensure_one()
        cycle = self._plan_cycle()
        return {
            "type": "ir.actions.act_window",
            "res_model": cycle._name,
            "res_id": cycle.id,
            "view_mode": "form",
        }

    def _plan_cycle(self):
        sale = self._get_next_sale()
        cycle = self.env["off.order.cycle"].create(
            {
                "name": self.env._(
                    "%(hub)s, %(date)s",
                    hub=self.name,
                    date=format_date(self.env, sale.pickup_from.date()),
                ),
                "coordinator_id": self.id,
                "date_open": _to_utc(sale.opens),
                "date_close": _to_utc(sale.closes),
            }
        )
        cycle.action_fill_offers()
        self.env["off.pickup.slot"].create(
            [
                {
                    "exchange_id": cycle.outgoing_ids.id,
                    "point_id": point.id,
                    "date_start": _to_utc(sale.pickup_from),
                    "date_end": _to_utc(sale.pickup_to),
                }
                for point in self.pickup_point_ids
            ]
        )
        return cycle

    def _get_next_sale(self):
        """:return: ``engine.calendar.Sale`` in the operator's time zone"""
        rhythm = self.model_id._get_rhythm()
        if not rhythm:
            raise UserError(
                self.env._(
                    "The hub model of %s says no dates: choose a model that does, or "
                    "create the cycle by hand.",
                    self.name,
                )
            )
        last = self.env["off.order.cycle"].search(
            [
                ("coordinator_id", "=", self.id),
                ("state", "!=", "cancel"),
                ("is_template", "=", False),
            ],
            order="date_close desc",
            limit=1,
        )
        zone = ZoneInfo(self.company_id._off_get_tz())
        now = fields.Datetime.now().replace(tzinfo=UTC).astimezone(zone)
        return plan_next(rhythm, now, last and last.date_close.replace(tzinfo=UTC))


def _to_utc(moment):
    """As Odoo stores it."""
    return moment.astimezone(UTC).replace(tzinfo=None)
