from decimal import Decimal

from odoo import models

UNTOLD = Decimal(0)


class OffTrace(models.AbstractModel):
    """Who has the goods."""

    _inherit = "off.trace"

    def _tell_rows(self, scope, rows):
        """:param rows: what ``_read_given`` reads"""
        products = (
            self.env["product.product"]
            .sudo()
            .browse({row["product_id"] for row in rows})
        )
        lots = (
            self.env["stock.lot"]
            .sudo()
            .browse({row["lot_id"] or 0 for row in rows} - {0})
        )
        names = {
            one.id: (
                one.display_name,
                one.uom_id.name,
                one.off_producer_id.display_name or "",
            )
            for one in products
        }
        lot_names = {one.id: one.name for one in lots}
        found = {}
        for window in scope["windows"].values():
            found |= window.candidates
        return [
            {
                **row,
                "quantity": float(self._to_decimal(row["quantity"])),
                "date": self._tell_day(row["date"]),
                "phone": row["phone"] or "",
                "email": row["email"] or "",
                "point": row["point"] or "",
                "product": names[row["product_id"]][0],
                "unit": names[row["product_id"]][1],
                "producer": names[row["product_id"]][2],
                "lot": lot_names.get(row["lot_id"], ""),
                "mixed": len(found.get(row["line_id"], ())) > 1,
            }
            for row in rows
        ]

    def _tell_others(self, scope):
        """What was delivered or came back and is of no order of a cycle.

        :return: list of dicts ``partner``, ``phone``, ``email``, ``order``,
            ``order_id``, ``reference``, ``date``, ``quantity``, ``product_id``
        """
        lots = set(scope["lots"].ids)
        lines = [
            one
            for one in scope["moved"]
            if {"delivered", "returned"} & {*one.kinds}
            and (one.lot_id in lots or one.id in scope["left_in"])
        ]
        given = self._sum_by_line(scope["companies"], [one.id for one in lines])
        rest = []
        for one in lines:
            quantity = -one.signed if len(one.kinds) == 1 else one.quantity
            quantity -= given.get(one.id, UNTOLD)
            if quantity:
                rest.append((one, quantity))
        partners = (
            self.env["res.partner"]
            .sudo()
            .browse({one.partner_id or 0 for one, _quantity in rest} - {0})
        )
        people = {one.id: one for one in partners}
        orders = {
            one.id: one.name
            for one in self.env["sale.order"]
            .sudo()
            .browse({one.order_id or 0 for one, _quantity in rest} - {0})
        }
        nobody = self.env["res.partner"]
        return [
            {
                "partner": people.get(one.partner_id, nobody).display_name or "",
                "partner_id": one.partner_id or False,
                "phone": people.get(one.partner_id, nobody).phone or "",
                "email": people.get(one.partner_id, nobody).email or "",
                "order": orders.get(one.order_id, ""),
                "order_id": one.order_id or False,
                "reference": one.reference or "",
                "date": self._tell_day(one.date),
                "quantity": float(quantity),
            }
            for one, quantity in rest
        ]

    def _tell_operators(self, scope):
        """To which operators it was supplied: their customers are theirs to know.

        :return: list of dicts ``company_id``, ``name``, ``phone``, ``email``,
            ``date``, ``quantity``, ``lot_id``, ``product_id``
        """
        lots = set(scope["lots"].ids)
        supplied = [
            one
            for one in scope["moved"]
            if "supplied" in one.kinds
            and (one.lot_id in lots or one.id in scope["left_in"])
        ]
        companies = (
            self.env["res.company"]
            .sudo()
            .browse({one.operator_id or 0 for one in supplied} - {0})
        )
        known = {company.id: company for company in companies}
        nobody = self.env["res.company"]
        return [
            {
                "company_id": one.operator_id or False,
                "name": known.get(one.operator_id, nobody).name or "",
                "phone": known.get(one.operator_id, nobody).phone or "",
                "email": known.get(one.operator_id, nobody).email or "",
                "date": self._tell_day(one.date),
                "quantity": float(one.quantity),
                "lot_id": one.lot_id or False,
                "product_id": one.product_id,
            }
            for one in supplied
        ]
