from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

LIMIT = 1000  # lines of orders of a customer


class OffTrace(models.AbstractModel):
    """From an order, or a customer and days, back to lots, producers and receipts."""

    _inherit = "off.trace"

    def _trace_back(self, record, options):
        """
        :return: dict of ``given``: list of dicts with what an order line was given,
            ``mixed`` and ``sources``, its receipts or, where it is mixed, those of
            which it is one
        """
        companies = self._get_companies()
        rows = self._read_given_to(companies, record, options)
        lots = {row["lot_id"] for row in rows if row["lot_id"]}
        loose = {row["product_id"] for row in rows if not row["lot_id"]}
        moved = self._read_lines(companies, lots, loose)
        windows = self._get_windows(moved)
        told = self._tell_rows({"windows": windows}, rows)
        return {"given": self._add_sources(told, moved, windows, lots)}

    def _read_given_to(self, companies, record, options):
        if record._name == "sale.order":
            domain = Domain("order_id", "=", record.id)
        else:
            domain = Domain("order_id.partner_id", "child_of", record.id)
            domain &= Domain(
                self._get_days(
                    "date_delivered", options.get("date_from"), options.get("date_to")
                )
            )
        own = Domain("company_id", "in", companies)
        Given = self.env["off.allocation"].sudo()
        found = Given._search(domain & own, order="id desc", limit=LIMIT)
        return self._read_given(companies, self._get_condition(found))

    def _get_condition(self, query):
        return SQL("given.id IN %s", query.subselect())

    def _add_sources(self, rows, moved, windows, lots):
        by_lot, by_id = {}, {}
        for one in moved:
            by_lot.setdefault(one.lot_id, []).append(one)
            by_id[one.id] = one
        candidates, there = {}, {}
        for (product, _company), window in windows.items():
            candidates |= window.candidates
            there.setdefault(product, []).extend(window.left)
        known = {
            lot.id: lot for lot in self.env["stock.lot"].sudo().browse(sorted(lots))
        }
        for row in rows:
            if row["lot_id"]:
                sources = by_lot.get(row["lot_id"], [])
            else:
                keys = (
                    candidates.get(row["line_id"], [])
                    if row["line_id"]
                    else there.get(row["product_id"], [])
                )
                sources = [by_id[key] for key in keys]
                row["mixed"] = len(sources) > 1
            row["sources"] = sources
            lot = known.get(row["lot_id"], self.env["stock.lot"])
            row["best_before"] = self._tell_day(lot.use_date or lot.expiration_date)
        told = {one.id: one for row in rows for one in row["sources"]}
        texts = dict(
            zip(
                [
                    one.id
                    for one in told.values()
                    if one.kinds[0] in ("received", "found", "made")
                ],
                self._tell_sources(told.values()),
                strict=True,
            )
        )
        for row in rows:
            row["sources"] = [
                {**texts[one.id], "line_id": one.id}
                for one in row["sources"]
                if one.id in texts
            ]
        return rows
