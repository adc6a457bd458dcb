from collections import defaultdict
from zoneinfo import ZoneInfo

from odoo import models
from odoo.tools import format_date, format_time, groupby

from odoo.addons.base.models.ir_actions_report import _wkhtml
from odoo.addons.off_order_cycle_report.engine.layout import Layout
from odoo.addons.off_order_cycle_report.reports import get_report
from odoo.addons.off_order_cycle_report.reports.columns import COLUMNS
from odoo.addons.off_order_cycle_report.reports.query import build_query

from ..engine.labels import STORAGES, fill_pages, plan_parcels

KEYS = ("order_id", "product_id")
ACROSS, DOWN = 3, 8  # labels on an A4 sheet
UNPATCHED_ZOOM = 1.3


class OffPickupSlot(models.Model):
    """What is printed of the crates of pickups.

    What goes into them is read by the query of the packing reports, so that paper and
    screen agree, and by the rules of access of who prints.
    """

    _inherit = "off.pickup.slot"

    def _get_crates(self):
        """The crates of these pickups, pickup after pickup, with what goes into them.

        :return: list of ``{"order": sale.order, "slot": off.pickup.slot, "number": of
            the crate, "name": on labels, "customer": in full, "point": name, "day",
            "hours": texts, "parcels": list of lists of names of temperatures that are
            cold, "rows": what ``_read_packed`` tells}``
        """
        self.env["off.cycle.report"]._check_may_read()
        self._number_crates()
        packed = self._read_packed()
        orders = self.env["sale.order"].browse(packed).filtered("off_crate")
        orders.fetch(["off_slot_id", "off_crate", "off_parcels", "partner_id"])
        choices = self._get_storages()
        crates = []
        for order in orders.sorted(lambda one: one.off_crate):
            parcels = plan_parcels(
                (row["storage"] for row in packed[order.id]), order.off_parcels
            )
            crates.append(
                {
                    "order": order,
                    "slot": order.off_slot_id,
                    "number": order.off_crate,
                    "name": order.off_hub_id._get_label_name(order.partner_id),
                    "customer": order.partner_id.complete_name,
                    "parcels": [
                        [choices[kind] for kind in kinds if kind != "ambient"]
                        for kinds in parcels
                    ],
                    "rows": packed[order.id],
                    **order.off_slot_id._tell_when(),
                }
            )
        place = {slot: number for number, slot in enumerate(self.sorted())}
        return sorted(crates, key=lambda one: (place[one["slot"]], one["number"]))

    def _tell_when(self):
        self.ensure_one()
        zone = ZoneInfo(self.company_id._off_get_tz())
        tz = {"tz": zone.key}
        return {
            "point": self.point_id.name,
            "day": format_date(
                self.env,
                self.date_start.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).date(),
                date_format="EEE d MMM",
            ),
            "hours": "–".join(
                format_time(self.env, moment, time_format="short", **tz)
                for moment in (self.date_start, self.date_end)
            ),
        }

    def _get_storages(self):
        field = self.env["product.template"]._fields["off_storage"]
        return dict(field._description_selection(self.env))

    def _read_packed(self):
        """What goes into the crates: what was shared out, before what was ordered.

        :return: ``{order id: list of {"product", "content", "to_pack", "unit",
            "producer", "storage", "weight", "lots", "weighed": whether scales tell its
            weight}}``, by temperature, then producer, then product
        """
        Line = self.env["sale.order.line"]
        report = get_report("packing_crate")
        names = [name for name in report.columns if name != "crate"]
        layout = Layout(tuple(COLUMNS[name][0] for name in names), hidden=KEYS)
        self.env.flush_all()
        lines = Line._search(
            [
                ("order_id.off_slot_id", "in", self.ids),
                ("state", "=", "sale"),
                ("display_type", "=", False),
            ],
            order="id",
        )
        query = build_query(self.env, report, layout, lines)
        rows = [
            dict(zip(layout.places, row, strict=True))
            for row in self.env.execute_query(query)
        ]
        products = self.env["product.product"].browse(
            {row["product_id"] for row in rows}
        )
        weighed = set(products.filtered("off_billed_by_weight").ids)
        packed = defaultdict(list)
        for row in rows:
            row["weighed"] = row["product_id"] in weighed
            packed[row["order_id"]].append(row)
        for part in packed.values():
            # The query has them by producer and product.
            part.sort(key=lambda row: STORAGES.index(row["storage"]))
        return packed

    # -- pages -------------------------------------------------------------------------
    def _get_print_zoom(self):
        """What makes a millimetre of a page one on paper: Qt as Debian builds it prints
        all smaller, whatever the format says."""
        return 1.0 if _wkhtml().is_patched_qt else UNPATCHED_ZOOM

    def _get_labels(self):
        """:return: list of (crate, number of the parcel, what is cold in it)"""
        return [
            (crate, number, cold)
            for crate in self._get_crates()
            for number, cold in enumerate(crate["parcels"], start=1)
        ]

    def _get_label_pages(self):
        """:return: pages of rows of labels on A4 sheets of 24"""
        return fill_pages(self._get_labels(), ACROSS, DOWN)

    def _get_sheets(self):
        """:return: crates, each with ``"groups"``: list of (temperature, rows)"""
        choices = self._get_storages()
        crates = self._get_crates()
        for crate in crates:
            crate["groups"] = [
                (choices[storage], list(rows))
                for storage, rows in groupby(crate["rows"], lambda one: one["storage"])
            ]
        return crates
