"""Orders and fulfilment: what producers supply, and what hubs and customers get."""

from odoo.tools import LazyTranslate

from ..engine.layout import Group
from .report import BY_HUB, BY_PRODUCER, BY_PRODUCT, Report, register

_lt = LazyTranslate(__name__)

register(
    Report(
        code="supplier_totals",
        label=_lt("Supplier totals"),
        note=_lt("What each producer supplies in all, at its own price."),
        columns=(
            *("producer", "product", "content", "ordered", "unit", "accepted"),
            *("case_of", "cases", "allocated", "delivered", "weight"),
            *("purchase_price", "cost", "cost_shared", "reference"),
        ),
        grain=("producer_id", "product_id", "purchase_price"),
        order=("producer", "producer_id", "product", "product_id", "purchase_price"),
        groups=(BY_PRODUCER,),
        bought=True,
        sheet_of=0,
    )
)
register(
    Report(
        code="supplier_totals_by_distributor",
        label=_lt("Supplier totals by distributor"),
        note=_lt("What each producer supplies, and to which hub it goes."),
        columns=(
            *("producer", "product", "content", "hub", "ordered", "unit"),
            *("accepted", "allocated", "delivered", "weight"),
            *("purchase_price", "cost"),
        ),
        grain=("producer_id", "product_id", "hub_id", "purchase_price"),
        order=(
            *("producer", "producer_id", "product", "product_id"),
            *("hub", "hub_id", "purchase_price"),
        ),
        groups=(BY_PRODUCER, BY_PRODUCT),
        bought=True,
        sheet_of=0,
    )
)
register(
    Report(
        code="distributor_totals_by_supplier",
        label=_lt("Distributor totals by supplier"),
        note=_lt("What each hub receives, by producer, with what its customers pay."),
        columns=(
            *("hub", "producer", "product", "content", "ordered", "unit"),
            *("accepted", "allocated", "delivered", "weight"),
            *("purchase_price", "cost", "price", "amount"),
        ),
        grain=("hub_id", "producer_id", "product_id", "purchase_price", "price"),
        order=(
            *("hub", "hub_id", "producer", "producer_id", "product", "product_id"),
            *("purchase_price", "price"),
        ),
        groups=(BY_HUB, BY_PRODUCER),
        sheet_of=0,
    )
)
register(
    Report(
        code="customer_totals",
        label=_lt("Customer totals"),
        note=_lt(
            "What each customer ordered, with fees by their names, what is paid and "
            "what is due."
        ),
        columns=(
            *("hub", "customer", "phone", "order", "product", "content"),
            *("ordered", "unit", "allocated", "delivered", "price", "amount"),
            *("order_total", "paid", "due", "producer", "email", "pickup"),
        ),
        grain=(
            *("hub_id", "partner_id", "order_id", "slot_id", "line_id"),
            *("producer_id", "product_id", "price"),
        ),
        order=(
            *("hub", "hub_id", "customer", "order_id"),
            *("charge", "producer", "product", "line_id"),
        ),
        groups=(BY_HUB, Group("order_id", ("customer", "phone", "order"))),
        goods=False,
        keep=True,
    )
)
register(
    Report(
        code="orders_distributors",
        label=_lt("Orders and distributors"),
        note=_lt("Every line of every order, to be filtered and counted elsewhere."),
        columns=(
            *("date_order", "order", "customer", "email", "phone", "city"),
            *("reference", "producer", "product", "content", "ordered", "unit"),
            *("accepted", "allocated", "delivered", "price", "amount"),
            *("lots", "cycle", "hub", "point", "pickup", "note"),
        ),
        grain=(
            *("cycle_id", "hub_id", "partner_id", "order_id", "slot_id", "line_id"),
            *("producer_id", "product_id", "price"),
        ),
        order=("date_order", "order_id", "line_id"),
        printed=False,
    )
)
