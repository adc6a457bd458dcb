from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.off_hub_network.tools.words import write_number

from ..engine.packs import count_needed


class OffOrderCycle(models.Model):
    """The last phase of a cycle: cases are filled, no further ones are begun
    (rule 21)."""

    _inherit = "off.order.cycle"

    date_balance = fields.Datetime(
        "Balancing from",
        copy=False,
        help="From then until the cycle closes only changes are accepted that leave no "
        "more units missing to the cases than before. Empty for no such phase.",
    )

    @api.constrains("date_balance", "date_open", "date_close")
    def _check_date_balance(self):
        for cycle in self.filtered("date_balance"):
            if not cycle.date_open <= cycle.date_balance <= cycle.date_close:
                raise ValidationError(
                    self.env._(
                        "%s: balancing begins after the opening and before the "
                        "closing.",
                        cycle.name,
                    )
                )

    def copy_data(self, default=None):
        """Extends: a clone balances as long before its closing."""
        result = super().copy_data(default)
        for cycle, vals in zip(self, result, strict=True):
            if cycle.date_balance and not vals.get("date_balance"):
                closes = fields.Datetime.to_datetime(vals["date_close"])
                before = cycle.date_close - cycle.date_balance
                opens = fields.Datetime.to_datetime(vals["date_open"])
                vals["date_balance"] = max(closes - before, opens)
        return result

    def _is_balancing(self):
        self.ensure_one()
        return bool(
            self.state == "open"
            and self.date_balance
            and self.date_balance <= fields.Datetime.now()
        )

    def _get_pack_totals(self, without=None):
        """What is ordered of all that is handed over in cases or from a least quantity
        on.

        :param without: orders that are left aside
        :return: ``{incoming offer id: (case, least quantity, ordered, on top)}``
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.id, COALESCE(i.pack_size, 0)::float8,
                       COALESCE(i.minimum_qty, 0)::float8,
                       COALESCE(SUM(l.product_uom_qty * lu.factor / pu.factor),
                                0)::float8,
                       COALESCE(SUM(l.off_tolerance), 0)::float8
                  FROM off_offer i
                  JOIN product_product p ON p.id = i.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                  JOIN uom_uom pu ON pu.id = t.uom_id
                  JOIN off_offer s ON s.incoming_id = i.id
                  LEFT JOIN sale_order_line l
                    ON l.off_offer_id = s.id AND l.state = 'sale'
                   AND l.product_uom_qty > 0 AND l.off_warehouse_id IS NULL
                   AND l.order_id != ALL(%s)
                  LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
                 WHERE i.cycle_id = ANY(%s)
                   AND (i.pack_size > 0 OR i.minimum_qty > 0)
                 GROUP BY i.id
                """,
                list(without.ids) if without else [0],
                list(self.ids),
            )
        )
        return {
            offer: (pack, least, round(ordered, 4), round(on_top, 4))
            for offer, pack, least, ordered, on_top in rows
        }

    def _lock_packs(self, offers):
        """Make others who change what these cases hold start again: two changes that
        are fine each may not be so together."""
        self.env.cr.execute(
            SQL(
                "UPDATE off_offer SET reserved_qty = reserved_qty WHERE id IN ("
                "SELECT id FROM off_offer WHERE id = ANY(%s) ORDER BY id FOR UPDATE)",
                list(offers),
            )
        )

    def _check_balance(self, before, after):
        """
        :param before: what ``_get_pack_totals`` returned
        :param after: the same, as it would become
        :return: list of texts, one for each product of which more would be missing
        """
        changed = [key for key, totals in after.items() if totals != before[key]]
        if changed:
            self._lock_packs(changed)
        worse = []
        for key, totals in after.items():
            was, now = _count_missing(before[key]), _count_missing(totals)
            if round(now - was, 4) > 0:
                worse.append((key, totals[0], was, now))
        if not worse:
            return []
        offers = self.env["off.offer"].sudo().browse([key for key, *_rest in worse])
        names = {
            offer.id: offer.product_id.with_env(self.env)
            .sudo()
            .with_context(display_default_code=False)
            .display_name
            for offer in offers
        }
        return [
            self.env._(
                "%(product)s (cases of %(size)s): %(was)s missing, this would make "
                "%(now)s",
                product=names[key],
                size=write_number(self.env, size),
                was=write_number(self.env, was),
                now=write_number(self.env, now),
            )
            if size
            else self.env._(
                "%(product)s: %(was)s missing to what the producer needs, this would "
                "make %(now)s",
                product=names[key],
                was=write_number(self.env, was),
                now=write_number(self.env, now),
            )
            for key, size, was, now in worse
        ]


def _count_missing(totals):
    pack, least, ordered, on_top = totals
    return count_needed(ordered, on_top, pack, least) if ordered else 0
