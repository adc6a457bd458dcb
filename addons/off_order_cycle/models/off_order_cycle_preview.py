from odoo import fields, models
from odoo.tools import format_datetime

from odoo.addons.off_hub_network.tools.words import write_number


class OffOrderCycle(models.Model):
    """What closing would do, for its coordinator to read before it is done."""

    _inherit = "off.order.cycle"

    def action_preview_closing(self):
        self.ensure_one()
        self._check_state("open")
        return self.env.ref("off_order_cycle.action_report_closing").report_action(
            self, config=False
        )

    def _preview_closing(self):
        """Computed as closing does, and nothing of it written.

        :return: dict of plain values for the page: ``extended`` (text of the date to
            which the closing would be moved if it came at its date, or empty),
            ``carts`` (how many expire), ``packs``, ``minimums`` and ``changes`` (lists
            of dicts)
        """
        self.ensure_one()
        self.check_access("write")
        cycle = self.sudo()
        lines, outcome = cycle._judge()
        due = max(cycle.date_close, fields.Datetime.now())
        new = cycle._get_new_closing(outcome.missed, due)
        changes = {
            line: outcome.shares[line]
            for line in lines
            if outcome.shares[line] != line._off_to_decimal(line._off_get_ordered())
        }
        return {
            **cycle._preview_purchases(lines, outcome),
            "extended": new and self._format_moment(new) or "",
            "carts": len(
                cycle.order_ids.filtered(lambda one: one.state in ("draft", "sent"))
            ),
            "orders": len(cycle.order_ids.filtered(lambda one: one.state == "sale")),
            "packs": [
                cycle._preview_pack(offer, number, lines, outcome)
                for offer, number in outcome.packs.items()
            ],
            "minimums": [
                cycle._preview_minimum(minimum.key, outcome)
                for minimum in cycle._get_closing_minimums()
            ],
            "changes": [
                cycle._preview_change(line.with_env(cycle.env), share, outcome)
                for line, share in changes.items()
            ],
        }

    def _preview_purchases(self, judged, outcome):
        """What would be ordered of each producer, as its purchase order says it.

        :param judged: the lines of ``outcome``; all others get what they ask for
        :return: dict of ``amount`` (text) and ``producers``: list of dicts with
            ``producer``, ``amount`` and ``products``, a list of dicts: ``product``,
            ``quantity`` in ``unit`` (text), ``promised`` (text) where the producer
            promised less before the sale was opened again, ``price`` and ``amount``
            (texts), a product once for each price
        """
        quantities = {}
        for line in self._get_lines_to_buy().sudo():
            share = outcome.shares.get(line) if line in judged else None
            quantity = line._off_get_ordered() if share is None else float(share)
            if not quantity:
                continue
            offer, price = line.off_offer_id.incoming_id, line.off_purchase_price
            wanted = quantities.setdefault(offer.exchange_id, {})
            wanted[offer, price] = wanted.get((offer, price), 0.0) + quantity
        kept = {
            (line.order_id.off_exchange_id, line.product_id, line.price_unit): line
            for line in self.purchase_ids.order_line
            if line.order_id.state != "cancel"
        }
        rows = [
            self._preview_purchase(exchange, wanted, kept)
            for exchange, wanted in quantities.items()
        ]
        total = sum(row.pop("total") for row in rows)
        currency = self.company_id.currency_id.with_env(self.env)
        return {
            "producers": sorted(rows, key=lambda row: row["producer"]),
            "amount": currency.format(total),
        }

    def _preview_purchase(self, exchange, wanted, kept):
        """
        :param wanted: ``{(incoming offer, price): quantity}``
        :param kept: ``{(exchange, product, price): line of a purchase order}`` of a
            closing before this one
        """
        currency = self.company_id.currency_id.with_env(self.env)
        products, total = [], 0.0
        for (offer, price), asked in wanted.items():
            line = kept.get((exchange, offer.product_id, price))
            quantity = line._off_get_kept(asked) if line else asked
            total += currency.round(quantity * price)
            products.append(
                {
                    "product": offer.product_id.with_env(self.env).display_name,
                    "quantity": quantity,
                    "promised": self.env._(
                        "promised, of %s asked", write_number(self.env, asked)
                    )
                    if quantity < asked
                    else "",
                    "unit": offer.product_id.uom_id.with_env(self.env).name,
                    "price": currency.format(price),
                    "amount": currency.format(quantity * price),
                }
            )
        return {
            "producer": exchange.producer_id.name or "",
            "products": sorted(products, key=lambda row: row["product"]),
            "amount": currency.format(total),
            "total": total,
        }

    def _format_moment(self, moment):
        """“Friday 4 December 2026 18:00”, by the clock of who coordinates."""
        tz = self.company_id._off_get_tz()
        return format_datetime(self.env, moment, tz, dt_format="EEEE d MMMM y HH:mm")

    def _preview_pack(self, offer, number, lines, outcome):
        mine = lines.filtered(lambda line: line.off_offer_id.incoming_id == offer)
        return {
            "producer": offer.producer_id.name,
            "product": offer.product_id.display_name,
            "asked": sum(line._off_get_ordered() for line in mine),
            "on_top": sum(mine.mapped("off_tolerance")),
            "size": offer.pack_size,
            "packs": number,
            "ordered": number * offer.pack_size,
        }

    def _preview_minimum(self, minimum, outcome):
        minimum = minimum.with_env(self.env)
        texts = {
            "reached": self.env._("reached"),
            "sent": self.env._("missed, ordered all the same"),
            "cancelled": self.env._("missed, cancelled"),
            "nothing": self.env._("nothing is ordered"),
        }
        if minimum in outcome.dropped.values():
            state = "cancelled"
        elif minimum in outcome.missed:
            state = "sent"
        else:
            state = "reached" if minimum in outcome.reached else "nothing"
        return {
            "name": minimum.display_name,
            "reached": minimum._tell(float(outcome.reached.get(minimum, 0))),
            "state": state,
            "told": texts[state],
        }

    def _preview_change(self, line, share, outcome):
        return {
            "order": line.order_id.name,
            "customer": line.order_id.partner_id.display_name,
            "product": line.product_id.display_name,
            "asked": line._off_get_ordered(),
            "share": float(share),
            "reason": self._get_reason(line, share, outcome),
        }
