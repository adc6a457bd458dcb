"""Packing, in the order in which boxes, crates or shelves are filled, and what cases of
a producer are shared among."""

from odoo.tools import LazyTranslate

from .report import (
    BY_CUSTOMER,
    BY_HUB,
    BY_PICKUP,
    BY_PRODUCER,
    BY_PRODUCT,
    Report,
    register,
)

_lt = LazyTranslate(__name__)
# What is shared out, else what is ordered, is put into the boxes.
PACKED = "f.to_pack <> 0"

register(
    Report(
        code="packing_customer",
        label=_lt("Packing by customer"),
        note=_lt("A box for each customer, pickup after pickup."),
        columns=(
            *("point", "pickup", "customer", "listed_phone"),
            *("product", "content", "to_pack", "unit", "producer", "weight"),
            *("storage", "lots"),
        ),
        grain=("slot_id", "partner_id", "producer_id", "product_id"),
        order=(
            *("pickup", "point", "slot_id", "customer", "partner_id"),
            *("producer", "producer_id", "product", "product_id"),
        ),
        groups=(BY_PICKUP, BY_CUSTOMER),
        where=PACKED,
        sheet_of=0,
        keep=True,
        tick=True,
    )
)
register(
    Report(
        code="packing_supplier",
        label=_lt("Packing by supplier"),
        note=_lt("Producer by producer, as the goods arrive: who gets how much."),
        columns=(
            *("hub", "producer", "product", "content", "customer"),
            *("to_pack", "unit", "weight", "point", "pickup", "lots"),
        ),
        grain=("hub_id", "producer_id", "product_id", "partner_id", "slot_id"),
        order=(
            *("hub", "hub_id", "producer", "producer_id", "product", "product_id"),
            *("customer", "partner_id", "pickup", "slot_id"),
        ),
        groups=(BY_HUB, BY_PRODUCER),
        where=PACKED,
        sheet_of=1,
        tick=True,
    )
)
register(
    Report(
        code="packing_product",
        label=_lt("Packing by product"),
        note=_lt("Product by product: who gets how much of it."),
        columns=(
            *("hub", "product", "content", "customer"),
            *("to_pack", "unit", "weight", "point", "pickup", "lots", "producer"),
        ),
        grain=("hub_id", "product_id", "producer_id", "partner_id", "slot_id"),
        order=(
            *("hub", "hub_id", "product", "product_id"),
            *("customer", "partner_id", "pickup", "slot_id"),
        ),
        groups=(BY_HUB, BY_PRODUCT),
        where=PACKED,
        keep=True,
        tick=True,
    )
)
register(
    Report(
        code="bulk_allocation",
        label=_lt("Bulk allocation"),
        note=_lt(
            "Who shares the cases of a producer, and what is left of them. Of all "
            "hubs that you see: filters change what the cases are filled with."
        ),
        columns=(
            *("product", "content", "customer", "ordered", "unit", "accepted"),
            *("allocated", "weight", "amount", "case_of", "case_units"),
            *("left_over", "producer"),
        ),
        grain=("product_id", "producer_id", "partner_id"),
        order=("product", "product_id", "customer", "partner_id"),
        groups=(BY_PRODUCT,),
        where="f.case_of > 0",
        keep=True,
    )
)
