from datetime import time
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.off_hub_network.tools.words import write_number
from odoo.addons.off_order_cycle.engine.weights import (
    ImplausibleWeightError,
    check_weight,
)
from odoo.addons.off_order_cycle.models.off_allocation_weight import to_decimal

from ..engine.count import (
    BadCountError,
    read_lines,
    read_lot,
    read_number,
)

# The last second of the day that is printed on the goods.
END_OF_DAY = time(23, 59, 59)
KEY_LENGTH = 64


class StockPicking(models.Model):
    """Counts of phones are kept as one goes; nothing moves."""

    _inherit = "stock.picking"

    @api.model
    def off_save_counts(self, changes):
        """Keep what was counted, product by product: what cannot be kept keeps the
        others from nothing.

        :param changes: list of dicts of ``id`` (a move), ``version`` (of the count that
            the phone had seen), ``lines`` (dicts of ``lot``, ``date``, ``quantity`` of
            good ones, ``weight``) and ``damages`` (dicts of ``key``, ``quantity``,
            ``lot``, ``note``, ``photos``: dicts of ``key`` and, if new, ``data``)
        :return: dict of ``lines``, as ``off_get_dock`` gives them, of these moves, and
            ``refused``, ``{move id: [why, text]}``, why being ``changed`` by somebody
            else, ``closed`` or ``wrong``
        """
        moves = self.env["stock.move"].browse([one["id"] for one in changes]).exists()
        moves.picking_id._off_check_dock()
        known = {move.id: move for move in moves}
        refused, counts, damages = {}, {}, {}
        for change in changes:
            move = known.get(change["id"])
            if why := self._off_judge_change(move, change):
                refused[change["id"]] = why
                continue
            try:
                lines, broken = move._off_read_change(change)
            except UserError as error:
                refused[move.id] = ["wrong", str(error)]
                continue
            if move._off_differs(lines, broken):
                counts[move], damages[move] = lines, broken
        self.env["off.receipt.damage"]._off_set(damages)
        moves._off_set_counts(counts)
        fresh = moves.filtered(lambda move: move.state not in ("done", "cancel"))
        return {
            "lines": [line for _move, line in fresh._off_get_dock_lines()],
            "refused": refused,
        }

    def _off_judge_change(self, move, change):
        """:return: [why, text] if this change is not to be kept, else None"""
        if not move or move.state == "cancel":
            return ["closed", self.env._("This product is no longer expected.")]
        if move.state == "done":
            return ["closed", move.picking_id._off_get_done_text()]
        if move.off_count_version == change.get("version") or move._off_has(change):
            return None
        return [
            "changed",
            self.env._(
                "%(who)s counted it too, at %(when)s.",
                who=move.off_counted_by_id.name or self.env._("Somebody"),
                when=self._off_clock(move.off_counted_at or move.write_date),
            ),
        ]

    def _off_get_done_text(self):
        return self.env._(
            "%(receipt)s of %(producer)s was received meanwhile by %(who)s, at "
            "%(when)s.",
            receipt=self.name,
            producer=self.partner_id.name or "",
            who=self.write_uid.name,
            when=self._off_clock(self.date_done),
        )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _off_read_change(self, change):
        """What a phone sent, checked.

        :return: (values of lines, list of damages)
        :raise UserError: names the product and what is wrong
        """
        self.ensure_one()
        try:
            counted = read_lines(change.get("lines") or [])
            damages = [
                self._off_read_damage(one) for one in change.get("damages") or []
            ]
        except BadCountError as error:
            raise UserError(self._off_get_bad(error.reason)) from error
        self._off_check_damages(damages)
        lines = [self._off_prepare_count(one) for one in counted]
        return lines, damages

    def _off_has(self, change):
        """Whether this is what is kept: it arrived before, the answer did not."""
        try:
            return not self._off_differs(*self._off_read_change(change))
        except UserError:
            return False

    def _off_get_bad(self, reason):
        texts = {
            "number": self.env._("%s: write a number."),
            "negative": self.env._("%s: a count is 0 or more."),
            "date": self.env._("%s: write a day, such as 2027-03-31."),
            "lot": self.env._("%s: this lot number is too long."),
        }
        return texts[reason] % self.product_id.display_name

    def _off_read_damage(self, damage):
        quantity = read_number(damage.get("quantity"))
        if not quantity:
            raise UserError(
                self.env._("%s: say how many are damaged.", self._off_get_name())
            )
        self.product_uom._off_check_has(self.product_id, quantity)
        return {
            "key": self._off_read_key(damage),
            "quantity": quantity,
            "lot": read_lot(damage.get("lot")),
            "note": str(damage.get("note") or "").strip(),
            "photos": [
                self._off_read_photo(photo) for photo in damage.get("photos") or []
            ],
        }

    def _off_read_key(self, sent):
        """What the phone calls it by, so that it is noted once."""
        if not sent.get("key"):
            raise UserError(
                self.env._(
                    "%s: a part of what the phone sent of a damage is missing. Note "
                    "the damage again.",
                    self._off_get_name(),
                )
            )
        return str(sent["key"])[:KEY_LENGTH]

    def _off_read_photo(self, photo):
        """:return: dict of ``key`` and, of a new one, ``content``"""
        read = {"key": self._off_read_key(photo)}
        if photo.get("data"):
            read["content"] = self.env["off.receipt.damage"]._read_photo(
                photo["data"], self._off_get_name()
            )
        return read

    def _off_check_damages(self, damages):
        """Raise where more is damaged than can have come."""
        total = float(sum(one["quantity"] for one in damages))
        expected = self.product_uom_qty
        if expected and self.product_uom.compare(total, expected) > 0:
            raise UserError(
                self.env._(
                    "%(product)s: %(damaged)s damaged of %(expected)s expected cannot "
                    "be true.",
                    product=self._off_get_name(),
                    damaged=write_number(self.env, total),
                    expected=write_number(self.env, expected),
                )
            )

    def _off_get_name(self):
        return self.product_id.display_name

    def _off_prepare_count(self, counted):
        """Values of the line of what was counted of one lot."""
        self.product_uom._off_check_has(self.product_id, counted.quantity)
        self._off_check_weight(counted.quantity, counted.weight)
        product = self.product_id
        tracked = product.tracking != "none"
        dated = tracked and product.use_expiration_date and counted.day
        return {
            "lot_name": counted.lot if tracked else False,
            "expiration_date": self.picking_id._off_to_utc(counted.day, END_OF_DAY)
            if dated
            else False,
            "quantity": float(counted.quantity),
            "off_weight": float(counted.weight),
            "picked": True,
        }

    def _off_check_weight(self, quantity, weight):
        """Raise for a weight that cannot be true (rule 24)."""
        if not weight:
            return
        unit = to_decimal(self.sudo().purchase_line_id.off_unit_weight)
        name = self._off_get_name()
        if not unit:
            raise UserError(self.env._("%s is not billed by weight.", name))
        if not quantity:
            raise UserError(
                self.env._("%s: nothing came, so there is no weight.", name)
            )
        try:
            check_weight(Decimal(weight), quantity * unit)
        except ImplausibleWeightError as error:
            raise UserError(
                self.env._(
                    "%(product)s: %(weight)s kg cannot be true for %(quantity)s of "
                    "about %(unit)s kg. Write kilograms, from %(lowest)s to "
                    "%(highest)s.",
                    product=name,
                    weight=write_number(self.env, weight),
                    quantity=write_number(self.env, quantity),
                    unit=write_number(self.env, unit),
                    lowest=write_number(self.env, error.lowest),
                    highest=write_number(self.env, error.highest),
                )
            ) from error

    def _off_differs(self, lines, damages):
        """Whether this is other than what is kept."""
        if not self.off_counted_at:
            return True
        kept = self._off_get_counted().sorted("id")
        lines = lines or [self._off_get_nothing()]
        if len(kept) != len(lines) or any(
            line._off_get_changes(vals) for line, vals in zip(kept, lines, strict=True)
        ):
            return True
        told = [
            {**one, "photos": [photo["key"] for photo in one["photos"]]}
            for one in damages
        ]
        return told != [
            {
                "key": one.key,
                "quantity": to_decimal(one.quantity),
                "lot": one.lot_name or "",
                "note": one.note or "",
                "photos": one.photo_ids.sorted("id").mapped("description"),
            }
            for one in self.off_damage_ids.sorted("id")
            if not one.date_told
        ]
