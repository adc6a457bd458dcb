"""The packing reports tell crates: one more report, by crate, and a column in those by
supplier and by product, where people ask into which crate something goes."""

from dataclasses import replace

from odoo.tools import LazyTranslate

from odoo.addons.off_order_cycle_report.engine.layout import Group
from odoo.addons.off_order_cycle_report.reports.columns import add
from odoo.addons.off_order_cycle_report.reports.packing import PACKED
from odoo.addons.off_order_cycle_report.reports.report import (
    BY_PICKUP,
    REPORTS,
    Report,
    register,
)

_lt = LazyTranslate(__name__)

add("crate", _lt("Crate"), "NULLIF(o.off_crate, 0)", "integer", 8)
register(
    Report(
        code="packing_crate",
        label=_lt("Packing by crate"),
        note=_lt("A crate for each order, by the numbers on the labels."),
        columns=(
            *("point", "pickup", "crate", "customer"),
            *("product", "content", "to_pack", "unit", "producer", "storage"),
            *("weight", "lots"),
        ),
        grain=("slot_id", "partner_id", "order_id", "producer_id", "product_id"),
        order=(
            *("pickup", "point", "slot_id", "crate", "customer", "order_id"),
            *("producer", "producer_id", "product", "product_id"),
        ),
        groups=(BY_PICKUP, Group("order_id", ("crate", "customer"))),
        where=PACKED,
        sheet_of=0,
        keep=True,
        tick=True,
    )
)


def tell_crate(code):
    """Tell the crate before the customer."""
    report = REPORTS[code]
    if "crate" not in report.columns:
        columns = list(report.columns)
        columns.insert(columns.index("customer"), "crate")
        register(
            replace(report, columns=tuple(columns), grain=(*report.grain, "order_id"))
        )


for name in ("packing_supplier", "packing_product"):
    tell_crate(name)
