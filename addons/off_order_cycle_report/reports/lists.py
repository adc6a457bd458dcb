"""Lists: where orders go, and what is offered."""

from odoo.tools import LazyTranslate

from .report import BY_HUB, BY_PICKUP, BY_PRODUCER, Report, register

_lt = LazyTranslate(__name__)

register(
    Report(
        code="delivery",
        label=_lt("Delivery list"),
        note=_lt("Who comes to each pickup, or where to bring it, and what is due."),
        columns=(
            *("point", "pickup", "customer", "order", "listed_phone"),
            *("ship_street", "ship_zip", "ship_city"),
            *("line_count", "weight", "order_total", "paid", "due", "note"),
        ),
        grain=("slot_id", "hub_id", "partner_id", "order_id"),
        order=("pickup", "point", "slot_id", "customer", "partner_id", "order_id"),
        groups=(BY_PICKUP,),
        goods=False,
        sheet_of=0,
        tick=True,
    )
)
register(
    Report(
        code="products",
        label=_lt("Products and availability"),
        note=_lt("What hubs sell in the cycle, at which price, and what is left."),
        columns=(
            *("hub", "producer", "product", "content", "price", "unit"),
            *("availability", "available", "declared", "reserved", "limit", "sold"),
            *("purchase_price", "case_of", "category", "reference", "cycle"),
        ),
        grain=("offer_id", "cycle_id", "hub_id", "producer_id", "product_id"),
        order=("hub", "hub_id", "producer", "producer_id", "product", "offer_id"),
        groups=(BY_HUB, BY_PRODUCER),
        source="offers",
        printed=False,
    )
)
