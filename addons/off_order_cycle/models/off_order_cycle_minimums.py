from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import fields, models
from odoo.tools import float_repr

from ..engine.closing import Minimum
from ..tools.closing import CLOSING


class OffOrderCycle(models.Model):
    """Minimums are judged when the cycle closes, once (rule 22)."""

    _inherit = "off.order.cycle"

    minimum_ids = fields.One2many("off.cycle.minimum", "cycle_id", string="Minimums")
    date_extended = fields.Datetime(
        "Moved on",
        readonly=True,
        copy=False,
        help="When the closing was moved because a minimum was missed.",
    )

    def _get_closing_minimums(self):
        """Extends: those of producers come first, hubs bear what they do to orders."""
        return [
            Minimum(
                minimum,
                minimum.exchange_id,
                minimum.measure,
                Decimal(float_repr(minimum.least, 4)),
                minimum.policy in ("cancel", "extend_cancel"),
            )
            for minimum in self.sudo().minimum_ids.sorted(
                lambda one: (one.direction, one.exchange_id.id, one.id)
            )
            if minimum.scope == "all"
        ]

    def _get_line_values(self, lines, minimums):
        """Extends: what a unit of each line counts for the minimums that it helps."""
        wanted = defaultdict(set)
        for minimum in minimums:
            wanted[minimum.place].add(minimum.measure)
        return {
            line: {
                (place, measure): line._off_get_unit_value(place, measure)
                for place in line._off_get_places()
                for measure in wanted[place]
            }
            for line in (lines if wanted else ())
        }

    def _close(self):
        """Extends: where a minimum is missed the closing may be moved, once."""
        if self._extend():
            return None
        return super()._close()

    def _settle_demand(self, lines, outcome):
        result = super()._settle_demand(lines, outcome)
        fallen = set(outcome.dropped.values())
        for minimum in self._get_closing_minimums():
            key = minimum.key
            if key in fallen:
                state = "cancelled"
            elif key in outcome.missed:
                state = "sent"
            else:
                state = "reached" if key in outcome.reached else "nothing"
            key.with_context(off_closing=CLOSING).write(
                {"final": float(outcome.reached.get(key, 0)), "outcome": state}
            )
        return result

    def _get_reason(self, line, share, outcome):
        """Extends: nothing is ordered of a producer, or at a hub, that missed its
        minimum."""
        for place in line._off_get_places():
            if place in outcome.dropped:
                minimum = outcome.dropped[place].with_env(line.env)
                return line.env._(
                    "%(place)s needs %(least)s of all orders together, and %(reached)s "
                    "was ordered.",
                    place=place.display_name,
                    least=minimum._tell(minimum.least),
                    reached=minimum._tell(float(outcome.reached[minimum])),
                )
        return super()._get_reason(line, share, outcome)

    # -- closing later -----------------------------------------------------------------
    def _get_new_closing(self, missed, at=None):
        """When a sale closes that is moved because of ``missed``; None where it is not:
        once is enough, and goods are not handed over before they are ordered.

        :param at: when it is closed, now by default
        """
        hours = max(
            (
                one.extend_hours
                for one in missed
                if one.policy in ("extend_send", "extend_cancel")
            ),
            default=0,
        )
        now = at or fields.Datetime.now()
        if not hours or self.date_extended or self.date_close > now:
            return None
        new = max(self.date_close, now) + timedelta(hours=hours)
        first = min(self.slot_ids.mapped("date_start"), default=new)
        return new if new <= first else None

    def _extend(self):
        """Move the closing where a minimum that asks for it is missed.

        Who closes before the date by hand is not kept from it.

        :return: whether the cycle stays open
        """
        if not self._may_extend():
            return False
        _lines, outcome = self._judge()
        new = self._get_new_closing(outcome.missed)
        if not new:
            return False
        self.write({"date_close": new, "date_extended": fields.Datetime.now()})
        self._tell_extension([one for one in outcome.missed if "extend" in one.policy])
        return True

    def _may_extend(self):
        return not self.date_extended and any(
            "extend" in policy for policy in self.sudo().minimum_ids.mapped("policy")
        )

    def _tell_extension(self, missed):
        """Tell who coordinates and who ordered."""
        self._tell_extended(self, self._get_coordinators(), missed)
        for order in self.order_ids.filtered(lambda order: order.state == "sale"):
            order = order.with_context(lang=order.partner_id.lang or self.env.lang)
            self._tell_extended(order, order.partner_id, missed)

    def _get_coordinators(self):
        return self.coordinator_id.partner_id | self.create_uid.partner_id

    def _tell_extended(self, record, partners, missed):
        env = record.env
        record.message_post(
            body=env._(
                "%(cycle)s stays open until %(date)s, as this is missed: %(minimums)s",
                cycle=self.name,
                date=fields.Datetime.context_timestamp(
                    record.with_context(tz=self.company_id._off_get_tz()),
                    self.date_close,
                ).strftime("%d/%m %H:%M"),
                minimums=", ".join(one.with_env(env).display_name for one in missed),
            ),
            partner_ids=partners.ids,
            subtype_xmlid="mail.mt_comment",
        )


class OffExchange(models.Model):
    _inherit = "off.exchange"

    minimum_ids = fields.One2many("off.cycle.minimum", "exchange_id", string="Minimums")

    def _copy_offers(self, twin, offers, supplied=None):
        """Extends: a clone has the same minimums."""
        self.env["off.cycle.minimum"].create(
            [
                {
                    "exchange_id": twin.id,
                    **{
                        name: minimum[name]
                        for name in (
                            "scope",
                            "measure",
                            "least",
                            "policy",
                            "extend_hours",
                        )
                    },
                }
                for minimum in self.minimum_ids
            ]
        )
        return super()._copy_offers(twin, offers, supplied)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _off_get_unit_value(self, place, measure):
        """What one unit of the product counts at ``place``, an exchange that this line
        goes through.

        :return: Decimal, in currency, kilograms or units
        """
        self.ensure_one()
        if measure == "quantity":
            return Decimal(1)
        if measure == "weight":
            return Decimal(float_repr(self.product_id.weight, 6))
        if place.direction == "incoming":
            return Decimal(float_repr(self.off_purchase_price, 6))
        return self._off_prepare_charged(0.0).line.price
