from collections import defaultdict

from odoo import models
from odoo.tools import float_round


class StockMove(models.Model):
    """A product of a receipt, as phones show it."""

    _inherit = "stock.move"

    def _off_get_dock_lines(self):
        """:return: list of (move, dict). Quantities are in the unit of the move, days
        are ``YYYY-MM-DD``, weights kilograms. ``packs`` are ``[name, units]``;
        ``barcodes`` say how many units a code stands for; ``kilograms`` is what a unit
        weighs by definition (what is sold by weight), ``unit_weight`` what it is
        estimated at (what is billed by weight).
        """
        moves = self.sorted(lambda move: (move.product_id.display_name, move.id))
        packs = moves._off_get_packs()
        barcodes = moves._off_get_barcodes()
        kilogram = self.env.ref("uom.product_uom_kgm")
        return [
            (
                move,
                {
                    **move._off_get_dock_product(kilogram),
                    "packs": packs[move],
                    "barcodes": barcodes[move],
                    **move._off_get_dock_count(),
                },
            )
            for move in moves
        ]

    def _off_get_dock_product(self, kilogram):
        product, unit = self.product_id, self.product_uom
        by_weight = unit._has_common_reference(kilogram)
        return {
            "id": self.id,
            "picking": self.picking_id.id,
            "product": product.id,
            "name": product.with_context(display_default_code=False).display_name,
            "code": product.default_code or "",
            "unit": unit.name,
            "rounding": unit.rounding,
            "expected": self.product_uom_qty,
            "tracking": product.tracking,
            "dates": product.use_expiration_date and product.tracking != "none",
            "shelf": product.expiration_time,
            "unit_weight": self.sudo().purchase_line_id.off_unit_weight,
            "kilograms": unit._compute_quantity(1.0, kilogram, round=False)
            if by_weight
            else 0.0,
        }

    def _off_get_dock_count(self):
        """What was counted until now."""
        picking = self.picking_id
        return {
            "version": self.off_count_version,
            "counted": bool(self.off_counted_at),
            "by": self.off_counted_by_id.name or "",
            "mine": self.off_counted_by_id == self.env.user,
            "at": picking._off_clock(self.off_counted_at),
            "lines": [
                {
                    "lot": line.lot_name or line.lot_id.name or "",
                    "date": self._off_get_day(line),
                    "quantity": line.quantity,
                    "weight": line.off_weight,
                }
                for line in self._off_get_counted().sorted("id")
                if line.quantity
            ],
            "damages": [
                {
                    "key": damage.key,
                    "quantity": damage.quantity,
                    "lot": damage.lot_name or "",
                    "note": damage.note or "",
                    "photos": [
                        {"key": photo.description, "id": photo.id}
                        for photo in damage.photo_ids.sorted("id")
                    ],
                }
                for damage in self.off_damage_ids.sorted("id")
                if not damage.date_told
            ],
        }

    def _off_get_day(self, line):
        day = self.picking_id._off_to_day(line.expiration_date)
        return day.isoformat() if day else ""

    def _off_get_packs(self):
        """In which these are handed over: the case of the offer, then the packs of the
        product.

        :return: ``{move: [[name or "" for a case, units of the move]]}``
        """
        cases = self._off_get_cases()
        packs = {}
        for move in self:
            found = {cases[move]: ""} if cases[move] > 1 else {}
            for uom in move.product_id.uom_ids:
                if uom._has_common_reference(move.product_uom):
                    units = uom._compute_quantity(1.0, move.product_uom, round=False)
                    if units > 1:
                        found.setdefault(float_round(units, 4), uom.name)
            packs[move] = [[name, units] for units, name in found.items()]
        return packs

    def _off_get_cases(self):
        """:return: ``{move: units of a case, 0.0 where there is none}``"""
        exchanges = self.sudo().purchase_line_id.order_id.off_exchange_id
        offers = (
            self.env["off.offer"]
            .sudo()
            .search_fetch(
                [
                    ("exchange_id", "in", exchanges.ids),
                    ("product_id", "in", self.product_id.ids),
                    ("pack_size", ">", 0),
                ],
                ["exchange_id", "product_id", "pack_size"],
            )
        )
        sizes = {
            (offer.exchange_id.id, offer.product_id.id): offer.pack_size
            for offer in offers
        }
        cases = {}
        for move in self:
            exchange = move.sudo().purchase_line_id.order_id.off_exchange_id
            size = sizes.get((exchange.id, move.product_id.id), 0.0)
            cases[move] = move.product_id.uom_id._compute_quantity(
                size, move.product_uom, round=False
            )
        return cases

    def _off_get_barcodes(self):
        """:return: ``{move: {barcode: units of the move that it stands for}}``"""
        codes = defaultdict(dict)
        for pack in self.env["product.uom"].search_fetch(
            [("product_id", "in", self.product_id.ids)],
            ["barcode", "product_id", "uom_id"],
        ):
            codes[pack.product_id][pack.barcode] = pack.uom_id
        barcodes = {}
        for move in self:
            product = move.product_id
            known = dict(codes[product])
            if product.barcode:
                known[product.barcode] = product.uom_id
            barcodes[move] = {
                code: uom._compute_quantity(1.0, move.product_uom, round=False)
                for code, uom in known.items()
            }
        return barcodes
