import math

from odoo import models
from odoo.tools import SQL


class OffExchange(models.Model):
    """What has to be ordered here, and how far it is (rule 22)."""

    _inherit = "off.exchange"

    def _get_shop_progress(self, changed=None):
        """How far cases and minimums are, in one query for both.

        :param changed: an order that is left aside, as it is being changed
        :return: (what ``_get_pack_progress`` does, list of ``{"text", "otherwise":
            texts, "max", "value": of a progress bar, 0 for none}``)
        """
        self.ensure_one()
        self.env.flush_all()
        ((packs, minimums),) = self.env.execute_query(
            SQL(
                "SELECT (SELECT json_agg(p) FROM (%s) p),"
                " (SELECT json_agg(m) FROM (%s) m)",
                self._get_progress_query(without=changed),
                self._get_minimums_query(),
            )
        )
        return (
            self._read_progress(row.values() for row in packs or ()),
            [self._tell_minimum(**row) for row in minimums or ()],
        )

    def _get_minimums_query(self):
        """SQL of those of this hub, and of the producers whose products it sells."""
        of_cycle = SQL("m.cycle_id = %s", self.cycle_id.id)
        return SQL(
            """
            WITH ordered AS (%(ordered)s)
            SELECT m.direction, m.scope, m.measure, m.least::float8 AS least, m.policy,
                   m.extend_hours AS hours, COALESCE(p.name, h.name) AS name,
                   COALESCE(ordered.ordered, 0) AS ordered
              FROM off_cycle_minimum m
              JOIN off_exchange e ON e.id = m.exchange_id
              JOIN off_hub h ON h.id = e.hub_id
              LEFT JOIN res_partner p ON p.id = e.producer_id
              LEFT JOIN ordered ON ordered.id = m.id
             WHERE %(of_cycle)s
               AND (m.exchange_id = %(exchange)s
                    OR EXISTS (SELECT FROM off_offer o
                                 JOIN off_offer i ON i.id = o.incoming_id
                                WHERE o.exchange_id = %(exchange)s
                                  AND i.exchange_id = m.exchange_id))
             ORDER BY m.scope DESC, m.direction DESC, 7, m.id
            """,
            ordered=self.env["off.cycle.minimum"]._get_ordered_query(of_cycle),
            of_cycle=of_cycle,
            exchange=self.id,
        )

    def _tell_minimum(
        self, direction, scope, measure, least, policy, hours, name, ordered
    ):
        currency = self.company_id.currency_id
        Minimum = self.env["off.cycle.minimum"]
        texts = {
            "name": name,
            "least": Minimum._tell_measure(measure, least, currency),
            # Whole coins: what a producer gets for a single order is its own affair.
            "reached": Minimum._tell_measure(measure, math.floor(ordered), currency),
        }
        if scope == "order":
            text = self.env._("%(name)s takes orders from %(least)s on.", **texts)
            return {"text": text, "otherwise": "", "max": 0, "value": 0}
        if direction == "incoming":
            text = self.env._(
                "%(name)s delivers from %(least)s on; ordered so far: %(reached)s",
                **texts,
            )
        else:
            text = self.env._(
                "%(name)s hands over from %(least)s on; ordered so far: %(reached)s",
                **texts,
            )
        return {
            "text": text,
            "otherwise": self._tell_otherwise(policy, hours) if ordered < least else "",
            "max": least,
            "value": min(ordered, least),
        }

    def _tell_otherwise(self, policy, hours):
        """What happens when a minimum is missed, for customers."""
        texts = {
            "send": "",
            "cancel": self.env._("Otherwise nothing of it is ordered."),
            "extend_send": self.env._(
                "Otherwise the sale closes %s hours later.", hours
            ),
            "extend_cancel": self.env._(
                "Otherwise the sale closes %s hours later, and if it is still missed "
                "nothing of it is ordered.",
                hours,
            ),
        }
        return texts[policy]
