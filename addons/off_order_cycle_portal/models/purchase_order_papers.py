from decimal import Decimal

from odoo import models
from odoo.tools import float_repr, format_date, format_datetime
from odoo.tools.urls import urljoin

from ..engine.crates import split_crates
from ..tools.codes import draw_qr

LONG, HOUR = "EEEE d MMMM, HH:mm", "HH:mm"


class PurchaseOrder(models.Model):
    """What a producer reads of its order: what is asked, where and when it is
    expected, and what of it goes to which pickup. Never who bought it."""

    _inherit = "purchase.order"

    def _off_prepare_page(self):
        """:return: dict of ``rows``, ``parts``, ``place``, ``day`` and ``answer``"""
        self.ensure_one()
        return {
            "rows": self._off_get_page_rows(),
            "parts": self._off_get_parts(),
            "place": self._off_get_place(),
            "day": self._off_get_planned_text(),
            "answer": self.off_answer_id,
        }

    def _off_get_page_rows(self):
        """By line of the order.

        :return: list of dicts: ``line``, ``name``, ``asked`` and ``promised`` in
            ``unit``, ``case`` (None where it has none), ``reason`` of what is missing,
            ``amount``, and ``is_taxed`` where the price holds the taxes
        """
        answered = {line.purchase_line_id: line for line in self.off_answer_id.line_ids}
        cases = self._off_get_cases()
        rows = []
        for line in self._off_get_asked_lines():
            said = answered.get(line)
            is_taxed = all(line.tax_ids.mapped("price_include"))
            rows.append(
                {
                    "line": line,
                    "name": self._off_name_product(line.product_id),
                    "asked": line.off_asked_qty,
                    "promised": line.product_qty,
                    "unit": line.product_uom_id.name,
                    "case": cases[line.product_id](line.product_qty),
                    "reason": said.reason if said else False,
                    "amount": line.price_total if is_taxed else line.price_subtotal,
                    "is_taxed": is_taxed,
                }
            )
        return rows

    def _off_get_cases(self):
        """:return: ``{product: function of a quantity}`` that tells how full its cases
        are"""
        offers = {offer.product_id: offer for offer in self.off_exchange_id.offer_ids}
        return {
            product: offers[product]._get_case
            if product in offers
            else lambda _quantity: None
            for product in self.order_line.product_id
        }

    def _off_name_product(self, product):
        return product.with_context(
            lang=self.env.lang, display_default_code=False
        ).display_name

    def _off_get_parts(self):
        """What of the promised goods goes to which pickup: as it would be shared out
        if just that arrived (rule 20).

        :return: list of dicts, the first day first: ``slot`` (empty where none was
            chosen, or for what nobody ordered), ``hub``, ``point``, ``when`` and
            ``rows``, dicts of ``product``, ``name``, ``quantity``, ``unit`` and
            ``case``
        """
        promised = {}
        for line in self._off_get_asked_lines():
            product = line.product_id
            promised.setdefault(product, 0.0)
            promised[product] += line.product_uom_id._compute_quantity(
                line.product_qty, product.uom_id
            )
        cases = self._off_get_cases()
        if self.off_exchange_id:
            parts = self.off_exchange_id._get_promised_parts(promised)
        else:
            # What is bought outside of cycles has no pickups.
            parts = {self.env["off.pickup.slot"]: promised}
        return [
            {
                **self._off_describe_slot(slot),
                "rows": [
                    {
                        "product": product,
                        "name": self._off_name_product(product),
                        "quantity": quantity,
                        "unit": product.uom_id.name,
                        "case": cases[product](quantity),
                    }
                    for product, quantity in products.items()
                ],
            }
            for slot, products in parts.items()
        ]

    def _off_describe_slot(self, slot):
        hub = slot.exchange_id.hub_id or self.off_exchange_id.hub_id
        return {
            "slot": slot,
            "hub": hub.name,
            "point": slot.point_id.name or self.env._("For the hub itself"),
            "when": self._off_format_span(slot.date_start, slot.date_end)
            if slot
            else "",
        }

    def _off_format_span(self, start, end):
        """“Friday 4 December, 17:00 – 19:00”, by the clock of the operator"""
        zone = self.company_id._off_get_tz()
        first = format_datetime(self.env, start, zone, LONG)
        is_same = (
            self.off_cycle_id._to_local(start).date()
            == self.off_cycle_id._to_local(end).date()
        )
        last = format_datetime(self.env, end, zone, HOUR if is_same else LONG)
        return f"{first} – {last}"

    def _off_get_planned_text(self):
        """When the goods are expected at the latest, with the hour."""
        if not self.date_planned:
            return ""
        zone = self.company_id._off_get_tz()
        return format_datetime(self.env, self.date_planned, zone, LONG)

    def _off_get_place(self):
        """:return: (name, address in one line) of where the goods are expected"""
        warehouse = self.picking_type_id.warehouse_id
        address = warehouse.partner_id or self.company_id.partner_id
        return address.name or warehouse.name, self._off_write_address(address)

    def _off_write_address(self, partner):
        """In one line."""
        lines = partner._display_address(without_company=True).splitlines()
        return ", ".join(line.strip() for line in lines if line.strip())

    def _off_get_answer_text(self):
        """“partly, on 26 November, by Anna”"""
        answer = self.off_answer_id
        kinds = dict(self._fields["off_answer_state"]._description_selection(self.env))
        return self.env._(
            "%(answer)s, answered on %(day)s by %(name)s",
            answer=kinds[answer.kind],
            day=format_date(self.env, answer.create_date, date_format="d MMMM"),
            name=answer.partner_id.name or self.partner_id.name,
        )

    # -- papers ------------------------------------------------------------------------
    def _off_speak(self):
        """This order, with the rights to tell where its goods go, in the language of
        the producer: who prints it may read it."""
        self.ensure_one()
        self.check_access("read")
        lang = self.partner_id.lang or self.env.lang
        return self.sudo().with_context(lang=lang)

    def _off_get_totals(self):
        """By product, at whatever prices.

        :return: list of dicts: ``name``, ``quantity`` in ``unit``, ``case``
        """
        totals = {}
        for part in self._off_get_parts():
            for row in part["rows"]:
                product = row["product"]
                totals[product] = totals.get(product, Decimal(0)) + self._off_exact(
                    row["quantity"]
                )
        cases = self._off_get_cases()
        return [
            {
                "name": self._off_name_product(product),
                "quantity": float(quantity),
                "unit": product.uom_id.name,
                "case": cases[product](float(quantity)),
            }
            for product, quantity in totals.items()
        ]

    def _off_exact(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(quantity, digits))

    def _off_get_labels(self):
        """One for each crate, in the order in which they are unloaded.

        :return: list of dicts: ``hub``, ``point``, ``when``, ``name``, ``quantity`` in
            ``unit``, ``number`` and ``of`` of the crates of a product for a drop, and
            ``code``, the picture that the dock scans
        """
        labels = []
        for part in self._off_get_parts():
            code = draw_qr(self._off_get_dock_url(part["slot"]))
            for row in part["rows"]:
                size = self._off_exact(row["case"][0] if row["case"] else 0.0)
                crates = split_crates(self._off_exact(row["quantity"]), size)
                labels += [
                    {
                        "hub": part["hub"],
                        "point": part["point"],
                        "when": part["when"],
                        "name": row["name"],
                        "unit": row["unit"],
                        "quantity": float(quantity),
                        "number": number,
                        "of": len(crates),
                        "code": code,
                    }
                    for number, quantity in enumerate(crates, 1)
                ]
        return labels

    def _off_get_dock_url(self, slot):
        """Where whoever scans a crate finds its receipt: good for staff alone."""
        url = urljoin(self.get_base_url(), f"/off/dock/{self.id}")
        return f"{url}?drop={slot.id}" if slot else url
