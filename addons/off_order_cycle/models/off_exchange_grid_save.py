from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.off_hub_network.tools.typed import read_id

from .off_exchange_orders import Wish

MAX_ROWS = 1_000
MAX_QUANTITY = 99_999


class GridRow(NamedTuple):
    """A row as it was typed.

    ``order`` is empty for a new one, ``cells`` is ``{off.offer: quantity}`` of all that
    the customer is to have, ``tops`` ``{off.offer: quantity}`` what it accepts on top
    or None to leave it, ``known`` the ids of its orders that the grid shows.
    """

    key: str
    partner: object
    order: object
    slot: object
    cells: dict
    version: str
    known: list
    tops: dict | None = None


class OffExchange(models.Model):
    """The grid in which the staff of a hub types orders for its customers: saving.

    Each order is saved whole or not at all, the others are saved whatever becomes of
    it. What a customer changed meanwhile is told, not overwritten.
    """

    _inherit = "off.exchange"

    def _takes_orders(self):
        self.ensure_one()
        cycle = self.cycle_id
        return cycle.state == "open" and fields.Datetime.now() < cycle.date_close

    def save_order_grid(self, rows):
        """Save what was typed.

        :param rows: ``[{"key": whatever tells it, "partner": id, "order": id or False,
            "slot": id or False, "version": of the order as it was shown, "cells":
            {offer id as text: quantity}, all that it is to have, "tops": the same of
            what it accepts on top, may be missing, "known": [ids of the customer's
            other orders that are shown]}]``
        :return: ``{"rows": [{"key", "saved": bool, "conflict": bool, "errors": {offer
            id as text: text}, "message": text, "now": what ``_tell_orders`` says of the
            order or False where there is none}], "left": {offer id as text: what is
            left}, "packs": {offer id as text: as in ``_tell_offers``}, "slots": as
            ``_tell_slots``}``
        """
        desk = self._get_desk()
        if not desk._takes_orders():
            raise UserError(
                self.env._(
                    "%s is not open for orders: nothing was saved.", desk.cycle_id.name
                )
            )
        typed = desk._read_grid_rows(self.env, rows)
        current = desk._lock_grid_orders(typed)
        answers = {}
        for row in typed:
            if desk._has_changed(row, current):
                answers[row.key] = desk._answer_conflict()
        rest = [row for row in typed if row.key not in answers]
        answers |= desk._refuse_impossible(rest, current)
        rest = [row for row in rest if row.key not in answers]
        answers |= desk._save_grid_rows(rest)
        return desk._tell_saved(typed, answers)

    # -- reading -----------------------------------------------------------------------
    def _read_grid_rows(self, user_env, rows):
        """:raise UserError: for what no grid sends"""
        strange = UserError(
            self.env._("These are not orders of this page. Load it again.")
        )
        if not isinstance(rows, list) or len(rows) > MAX_ROWS:
            raise strange
        try:
            typed = [self._read_grid_row(row) for row in rows]
        except (AttributeError, KeyError, TypeError, ValueError):
            raise strange from None
        by_order = {row.order: row.partner for row in typed}
        partners = self.env["res.partner"].union(*(row.partner for row in typed))
        orders = self.env["sale.order"].union(*(row.order for row in typed))
        offers = self.env["off.offer"].union(*(o for row in typed for o in row.cells))
        slots = self.env["off.pickup.slot"].union(*(row.slot for row in typed))
        ours = self._get_grid_orders(orders.ids)
        known = [
            len(partners.exists()) == len(partners),
            not offers - self.offer_ids,
            not slots - self.slot_ids,
            len({row.key for row in typed}) == len(typed),
            len(orders) == len([row for row in typed if row.order]),
            all(order.partner_id == by_order[order] for order in ours),
        ]
        if not all(known):
            raise strange
        # Customers that have no order here yet are those whom the user may see.
        partners.with_env(user_env).filtered(
            lambda partner: partner not in ours.partner_id
        ).check_access("read")
        return self._share_prefetch(typed, partners, orders, offers, slots)

    def _share_prefetch(self, typed, *recordsets):
        """The same rows, whose records are read together."""
        shared = {record: record for records in recordsets for record in records}
        return [
            row._replace(
                partner=shared[row.partner],
                order=shared.get(row.order, row.order),
                slot=shared.get(row.slot, row.slot),
                cells={shared[offer]: number for offer, number in row.cells.items()},
                tops=row.tops
                and {shared[offer]: number for offer, number in row.tops.items()},
            )
            for row in typed
        ]

    def _read_grid_row(self, row):
        cells, tops = self._read_cells(row["cells"]), None
        if row.get("tops") is not None:
            tops = {
                offer: number
                for offer, number in self._read_cells(row["tops"]).items()
                # Who asks for nothing firm accepts nothing on top.
                if offer in cells
            }
        return GridRow(
            str(row["key"]),
            self._read_record("res.partner", row["partner"]),
            self._read_record("sale.order", row["order"], optional=True),
            self._read_record("off.pickup.slot", row["slot"], optional=True),
            cells,
            str(row["version"]),
            [int(one) for one in row["known"]],
            tops,
        )

    def _read_cells(self, values):
        """:return: ``{off.offer: quantity}``, none is zero"""
        cells = {}
        for key, quantity in values.items():
            if not 0 <= quantity <= MAX_QUANTITY:
                raise ValueError(quantity)
            if quantity:
                cells[self._read_record("off.offer", key)] = quantity
        return cells

    def _read_record(self, model, value, optional=False):
        """:raise ValueError: for what cannot be an id"""
        number = read_id(value)
        if not number and (value or not optional):
            raise ValueError(value)
        return self.env[model].browse(number or [])

    # -- what others did meanwhile -----------------------------------------------------
    def _lock_grid_orders(self, typed):
        """The orders of these rows as they are now, which nobody changes until all is
        saved.

        :return: ``{sale.order: what _tell_orders says}``, with all orders of customers
            that are to get a new one
        """
        ids = sorted(row.order.id for row in typed if row.order)
        if ids:
            self.env.cr.execute(
                "SELECT id FROM sale_order WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
                [ids],
            )
        new = [row.partner.id for row in typed if not row.order]
        orders = self._get_grid_orders().filtered(
            lambda order: order.id in ids or order.partner_id.id in new
        )
        told = self._tell_orders(orders)
        return dict(zip(orders, told, strict=True))

    def _has_changed(self, row, current):
        if row.order:
            now = current.get(row.order)
            return not now or now["version"] != row.version
        return any(
            order.partner_id == row.partner and order.id not in row.known
            for order in current
        )

    def _answer_conflict(self):
        return {
            "conflict": True,
            "message": self.env._(
                "This order was changed meanwhile, by the customer or a colleague. "
                "Nothing of it was saved."
            ),
        }

    # -- saving ------------------------------------------------------------------------
    def _save_grid_rows(self, typed):
        """:return: ``{key: answer}``"""
        wishes = [
            Wish(row.partner, row.order, row.cells, row.slot, row.tops) for row in typed
        ]
        return {
            row.key: {"order": order, "message": message, "saved": not message}
            for row, (order, message) in zip(
                typed, self._save_wishes(wishes), strict=True
            )
        }

    def _tell_saved(self, typed, answers):
        """What ``save_order_grid`` returns."""
        orders = self._get_grid_orders()
        partners = {row.partner for row in typed if answers[row.key].get("conflict")}
        wanted = self.env["sale.order"].union(
            *(answer["order"] for answer in answers.values() if "order" in answer)
        )
        told = {
            one["order"]: one
            for one in self._tell_orders(
                orders.filtered(
                    lambda order: order in wanted or order.partner_id in partners
                )
            )
        }
        rows = [
            {
                "key": row.key,
                "saved": answers[row.key].get("saved", False),
                "conflict": answers[row.key].get("conflict", False),
                "errors": answers[row.key].get("errors", {}),
                "message": answers[row.key].get("message", ""),
                "now": self._get_told(row, answers[row.key], told),
            }
            for row in typed
        ]
        left = self._get_left()
        return {
            "rows": rows,
            "left": {str(offer.id): left.get(offer.id, 0) for offer in self.offer_ids},
            "packs": {
                str(offer): told for offer, told in self._get_pack_progress().items()
            },
            "slots": self._tell_slots(),
        }

    def _get_told(self, row, answer, told):
        """The order of a row as it is now; of a new one that conflicts, an order that
        the grid does not show yet."""
        order = answer.get("order", row.order)
        if order or not answer.get("conflict"):
            return told.get(order.id) or False
        return next(
            (
                one
                for one in told.values()
                if one["partner"] == row.partner.id and one["order"] not in row.known
            ),
            False,
        )
