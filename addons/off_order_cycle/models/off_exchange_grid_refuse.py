from odoo import models

from odoo.addons.off_hub_network.tools.words import write_number

from ..engine import desk as engine


class OffExchange(models.Model):
    """The grid in which the staff of a hub types orders for its customers: what cannot
    be had, said in the cells before anything is tried."""

    _inherit = "off.exchange"

    def _refuse_impossible(self, typed, current):
        """:return: ``{key: answer}`` of the rows that cannot be saved"""
        seen, hidden = self._get_desk_access(typed)
        packs = self._get_pack_progress()
        answers, rest = {}, []
        for row in typed:
            wish = self._prepare_desk_wish(row, current)
            errors = {
                str(offer.id): text
                for offer in row.cells
                if (text := self._get_cell_error(row, wish, offer, hidden, packs))
            }
            message = self._get_row_message(row, seen[row.partner])
            if errors or message:
                answers[row.key] = {"errors": errors, "message": message}
            else:
                rest.append((row, wish))
        return answers | self._refuse_short(rest)

    def _refuse_short(self, rows):
        """What is short of rows that could be saved otherwise: one that is refused for
        another reason takes nothing from the others.

        :param rows: ``[(row, engine.desk.Wish)]``
        """
        counters = {
            offer: None if number is None else self._to_decimal(number)
            for offer, number in self._get_available(has_order=True).items()
        }
        places = {slot["id"]: slot["left"] for slot in self._tell_slots()}
        found = engine.answer([wish for _row, wish in rows], counters, places)
        return {
            row.key: {
                "errors": {
                    str(offer): self._get_short_cell(wish, offer, most)
                    for offer, most in answer.most.items()
                },
                "message": self.env._("This pickup is full, choose another.")
                if answer.is_full
                else "",
            }
            for (row, wish), answer in zip(rows, found, strict=True)
            if not answer.is_granted
        }

    def _get_desk_access(self, typed):
        """:return: ``{res.partner: this exchange as it sees it}``, ``{res.partner: set
        of ids of products that it is not sold}``"""
        partners = self.env["res.partner"].union(*(row.partner for row in typed))
        seen = self._for_customers(partners)
        return seen, self._get_hidden_by_customer(seen)

    def _prepare_desk_wish(self, row, current):
        had = current[row.order]["cells"] if row.order else {}
        slot_had = row.order.off_slot_id.id or None
        return engine.Wish(
            {int(offer): self._to_decimal(number) for offer, number in had.items()},
            {offer.id: self._to_decimal(number) for offer, number in row.cells.items()},
            slot_had,
            (row.slot.id or None) if row.cells else None,
        )

    def _get_cell_error(self, row, wish, offer, hidden, packs):
        """What is wrong with a cell whatever is left, or nothing."""
        number, on_top = row.cells[offer], (row.tops or {}).get(offer, 0)
        more = wish.get_more().get(offer.id, 0)
        least = offer.product_id.off_min_qty
        if more > 0 and offer.product_id.id in hidden[row.partner]:
            return self.env._("not sold to this customer")
        if (more and number % 1) or on_top % 1:
            return self.env._("whole numbers only")
        if more > 0 and 0 < offer.customer_limit < number:
            return self.env._(
                "at most %s a customer", write_number(self.env, offer.customer_limit)
            )
        if number < (least or 0):
            return self.env._("at least %s", write_number(self.env, least))
        if on_top and offer.id not in packs:
            return self.env._("no case to fill")
        return ""

    def _get_short_cell(self, wish, offer, most):
        if wish.had.get(offer):
            return self.env._("%s at most", write_number(self.env, most))
        if most < 1:
            return self.env._("none left")
        return self.env._("%s left", write_number(self.env, most))

    def _get_row_message(self, row, edge):
        """What is wrong with a row as a whole, or nothing.

        :param edge: this exchange as its customer sees it
        """
        if not row.cells:
            return "" if row.order else self.env._("Choose at least one product.")
        if not row.slot:
            return self.env._("Choose where and when the order is collected.")
        if not row.order:
            return edge._get_refusal(row.partner, row.slot)
        if row.slot != row.order.off_slot_id:
            return edge._get_slot_refusal(row.partner, row.slot)
        return ""
