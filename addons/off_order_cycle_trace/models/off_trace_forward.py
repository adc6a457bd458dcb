from collections import defaultdict
from datetime import UTC
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import models

from ..engine.moves import balance
from ..engine.window import Event, find_candidates

PAGE = 200  # customers on a page of the screen
UNTOLD = Decimal(0)


class OffTrace(models.AbstractModel):
    """From goods to customers."""

    _inherit = "off.trace"

    def _trace_forward(self, record, options):
        """
        :return: dict of ``goods`` (list of what ``_tell_goods`` tells), ``customers``
            (dict of ``count``, ``lines``, ``no_mail``, ``no_contact``, ``page``,
            ``pages``, ``rows``), ``others`` (list: what left without an order of a
            cycle) and ``operators`` (list: to whom it was supplied)
        """
        scope = self._get_scope(self._get_companies(), *self._get_roots(record))
        summary = self._sum_given(scope["companies"], scope["condition"])
        pages = max(1, -(-summary[0] // PAGE))
        page = options.get("page", 1)
        page = min(max(page, 1), pages) if isinstance(page, int) else 1
        rows = self._read_given(
            scope["companies"], scope["condition"], PAGE, (page - 1) * PAGE
        )
        names = ("lines", "count", "no_mail", "no_contact")
        return {
            "goods": self._tell_goods(scope),
            "customers": {
                **dict(zip(names, summary, strict=True)),
                "page": page,
                "pages": pages,
                "rows": self._tell_rows(scope, rows),
            },
            "others": self._tell_others(scope),
            "operators": self._tell_operators(scope),
        }

    # -- what belongs to it ------------------------------------------------------------
    def _get_scope(self, companies, lots, lines):
        """Which moves and allocations are of what is traced.

        :param companies: ids of operators
        :param lots: stock.lot
        :param lines: stock.move.line by which goods without lot came
        :return: dict of ``companies``, ``lots`` (stock.lot), ``lines`` (ids of lines by
            which goods without lot came), ``moved`` (list of Moved, of these and of all
            that was in stock with them), ``windows`` (``{(product, operator):
            Window}``), ``left_in`` (ids of lines in which goods without lot left) and
            ``condition`` on allocations
        """
        moved = self._read_lines(companies, lots.ids, lines.product_id.ids)
        windows = self._get_windows(moved)
        wanted = set(lines.ids)
        left_in, waiting = set(), set()
        for (product, _company), window in windows.items():
            left_in |= {
                key for key, found in window.candidates.items() if wanted & {*found}
            }
            if wanted & window.left.keys():
                waiting.add(product)
        return {
            "companies": companies,
            "lots": lots,
            "lines": lines,
            "moved": moved,
            "windows": windows,
            "left_in": left_in,
            "condition": self._get_goods(lots.ids, left_in, waiting),
        }

    def _get_roots(self, record):
        """:return: (stock.lot, stock.move.line of goods without lot)"""
        Lot, Line = self.env["stock.lot"].sudo(), self.env["stock.move.line"].sudo()
        if record._name == "stock.lot":
            return record, Line
        lines = record
        if record._name == "stock.picking":
            lines = record.move_line_ids.filtered(
                lambda line: (
                    line.state == "done" and line.location_dest_id.usage == "internal"
                )
            )
        loose = lines.filtered(lambda line: not line.lot_id)
        return Lot | lines.lot_id, loose

    def _get_windows(self, moved):
        """:return: ``{(product id, operator id): Window}`` of goods without lot"""
        events = defaultdict(list)
        for one in moved:
            if not one.lot_id:
                left = one.signed < 0
                group = (one.cycle_id or one.date) if left else one.id
                events[one.product_id, one.company_id].append(
                    Event(one.id, (left, group), one.signed)
                )
        return {key: find_candidates(found) for key, found in events.items()}

    # -- what is told ------------------------------------------------------------------
    def _tell_goods(self, scope):
        """:return: list of dicts: ``name``, ``lot``, ``unit``, ``best_before``,
        ``recalled``, ``mixed``, ``sources`` and ``balance``, for each lot or
        received line"""
        stock = self._sum_stock(scope["companies"], scope["lots"].ids)
        waiting = self._sum_waiting(scope["companies"], scope["condition"])
        by_lot = defaultdict(list)
        for one in scope["moved"]:
            by_lot[one.lot_id].append(one)
        told = []
        for lot in scope["lots"]:
            mine = by_lot[lot.id]
            moves = [(kind, one.quantity) for one in mine for kind in one.kinds]
            told.append(
                {
                    **self._name_goods(lot.product_id, lot),
                    "mixed": False,
                    "sources": self._tell_sources(mine),
                    "balance": self._tell_balance(
                        balance(moves, stock.get(lot.id, UNTOLD)),
                        waiting.get((lot.product_id.id, lot.id), UNTOLD),
                    ),
                }
            )
        return told + [self._tell_line(scope, line, waiting) for line in scope["lines"]]

    def _tell_line(self, scope, line, waiting):
        window = scope["windows"][line.product_id.id, line.company_id.id]
        by_id = {one.id: one for one in scope["moved"]}
        moves = [("received", self._to_decimal(line.quantity_product_uom))]
        for (out, came), quantity in window.taken.items():
            if came == line.id:
                moves += [(kind, quantity) for kind in by_id[out].kinds[-1:]]
        left = window.left.get(line.id, UNTOLD)
        # Goods that were shared out may be of any receipt that is still there.
        alone = window.left.keys() <= {line.id}
        held = waiting.get((line.product_id.id, None), UNTOLD) if alone else UNTOLD
        return {
            **self._name_goods(line.product_id, self.env["stock.lot"]),
            "mixed": any(
                line.id in found and len(found) > 1
                for found in window.candidates.values()
            ),
            "sources": self._tell_sources([by_id[line.id]]),
            "balance": self._tell_balance(balance(moves, left), held),
        }

    def _name_goods(self, product, lot):
        return {
            "product": product.display_name,
            "product_id": product.id,
            "lot": lot.name or "",
            "lot_id": lot.id,
            "unit": product.uom_id.name,
            "best_before": self._tell_day(lot.use_date or lot.expiration_date),
            "producer": product.off_producer_id.display_name or "",
            "recalled": bool(lot.off_is_recalled),
        }

    def _tell_day(self, moment):
        """:return: the day of a moment by the clock of the operator, YYYY-MM-DD"""
        if not moment:
            return ""
        zone = ZoneInfo(self.env.company._off_get_tz())
        return str(moment.replace(tzinfo=UTC).astimezone(zone).date())

    def _tell_sources(self, moved):
        """:return: list of dicts: where goods came from"""
        came = [one for one in moved if one.kinds[0] in ("received", "found", "made")]
        partners = (
            self.env["res.partner"]
            .sudo()
            .browse({one.partner_id or 0 for one in came} - {0})
        )
        names = {one.id: one.display_name for one in partners}
        return [
            {
                "kind": one.kinds[0],
                "partner": names.get(one.partner_id, ""),
                "purchase": one.purchase or "",
                "purchase_id": one.purchase_id or False,
                "receipt": one.reference or "",
                "receipt_id": one.picking_id or False,
                "date": self._tell_day(one.date),
                "quantity": float(one.quantity),
            }
            for one in came
        ]

    def _tell_balance(self, told, waiting):
        """:return: list of dicts ``kind``, ``label``, ``quantity``: what came, what
        became of it, and the difference, which is always told"""
        labels = self._get_labels()
        rows = [
            {"kind": kind, "label": labels[kind], "quantity": float(quantity)}
            for kind, quantity in told.items()
            if quantity or kind in ("received", "delivered", "in_stock", "difference")
        ]
        if waiting:
            rows.append(
                {
                    "kind": "waiting",
                    "label": labels["waiting"],
                    "quantity": float(waiting),
                }
            )
        return rows

    def _get_labels(self):
        return {
            "received": self.env._("Received"),
            "returned": self.env._("Brought back by customers"),
            "found": self.env._("Found at a count"),
            "made": self.env._("Made"),
            "delivered": self.env._("Delivered"),
            "supplied": self.env._("Supplied to other operators"),
            "sent_back": self.env._("Sent back to the producer"),
            "scrapped": self.env._("Scrapped"),
            "lost": self.env._("Missing at a count"),
            "used": self.env._("Used up"),
            "in_stock": self.env._("Still in stock"),
            "difference": self.env._("Difference that no transfer explains"),
            "waiting": self.env._("of what is in stock: shared out, not handed over"),
        }
