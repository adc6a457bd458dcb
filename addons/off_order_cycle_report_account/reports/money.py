"""The reports of the books, by the names that users of Open Food Network know."""

from odoo.tools import LazyTranslate

from odoo.addons.off_order_cycle_report.engine.layout import Group
from odoo.addons.off_order_cycle_report.reports.report import (
    BY_HUB,
    BY_PRODUCER,
    Report,
    register,
)

_lt = LazyTranslate(__name__)

BY_SELLER = Group("seller_id", ("seller",))
BY_JOURNAL = Group("journal_id", ("journal",))
BY_FEE = Group("fee_name", ("fee_name",))
BILL = ("siret", "documents", "product", "quantity", "unit")
TAXES = ("base", "tax_amount", "with_tax")

register(
    Report(
        code="payments_by_type",
        label=_lt("Payments by type"),
        note=_lt(
            "What was received by each way of paying, for each hub; what went back is "
            "taken off."
        ),
        columns=("hub", "journal", "method", "payments", "paid_in"),
        grain=("hub_id", "journal_id", "method"),
        order=("hub", "hub_id", "journal", "journal_id", "method"),
        groups=(BY_HUB,),
        source="payments",
    )
)
register(
    Report(
        code="payments_itemised",
        label=_lt("Itemised payments"),
        note=_lt("Each payment, and the invoices that it pays."),
        columns=(
            *("journal", "method", "payment_date", "payment", "customer"),
            *("payment_ref", "invoice", "order_names", "hub", "applied"),
            *("not_applied", "paid_in"),
        ),
        grain=("journal_id", "method", "item_id", "partner_id", "move_id", "hub_id"),
        order=("journal", "journal_id", "payment_date", "item_id", "move_id"),
        groups=(BY_JOURNAL,),
        source="payments",
    )
)
register(
    Report(
        code="payments_totals",
        label=_lt("Payment totals"),
        note=_lt(
            "What hubs invoiced for each cycle, goods, fees and delivery apart, what "
            "is paid of it and what is due."
        ),
        columns=(
            *("hub", "cycle", "orders", "goods_part", "fees_part"),
            *("delivery_part", "other_part", "with_tax", "received", "still_due"),
        ),
        grain=("hub_id", "cycle_id"),
        order=("hub", "hub_id", "cycle", "cycle_id"),
        groups=(BY_HUB,),
        source="billed",
    )
)
register(
    Report(
        code="sales_tax",
        label=_lt("Sales tax by rate"),
        note=_lt(
            "What was invoiced at each rate. What is sold in a producer's name has the "
            "producer's taxes: they are in no return of the operator."
        ),
        columns=("seller", "tax", "rate", "invoices", *TAXES),
        grain=("seller_id", "tax_id"),
        order=("seller", "seller_id", "rate", "tax_id"),
        groups=(BY_SELLER,),
        source="billed",
    )
)
register(
    Report(
        code="sales_tax_producer",
        label=_lt("Sales tax by producer"),
        note=_lt("What was invoiced of each producer's goods, at each rate."),
        columns=("producer", "seller", "tax", "rate", *TAXES),
        grain=("producer_id", "seller_id", "tax_id"),
        order=("producer", "producer_id", "seller", "rate", "tax_id"),
        groups=(BY_PRODUCER,),
        source="billed",
    )
)
register(
    Report(
        code="sales_tax_order",
        label=_lt("Sales tax by order"),
        note=_lt("What was invoiced of each order, at each rate."),
        columns=(
            *("hub", "order_name", "customer", "invoice", "invoice_date", "seller"),
            *("tax", "rate", *TAXES),
        ),
        grain=("hub_id", "order_id", "partner_id", "move_id", "seller_id", "tax_id"),
        order=(
            *("hub", "hub_id", "order_name", "order_id", "invoice", "move_id"),
            *("seller", "rate", "tax_id"),
        ),
        groups=(BY_HUB,),
        source="billed",
    )
)
register(
    Report(
        code="fee_summary",
        label=_lt("Fee summary"),
        note=_lt("What each fee brought, and for whom it is."),
        columns=(
            *("fee_name", "fee_type", "level", "beneficiary", "hub", "cycle"),
            *("orders", *TAXES),
        ),
        grain=("fee_name", "fee_type", "level", "beneficiary_id", "hub_id", "cycle_id"),
        order=("fee_name", "fee_type", "level", "beneficiary", "hub", "cycle"),
        groups=(BY_FEE,),
        source="fees",
    )
)
register(
    Report(
        code="fees_by_order",
        label=_lt("Fees with tax by order"),
        note=_lt("The fees of each order, at each rate of tax."),
        columns=(
            *("hub", "order_name", "customer", "invoice", "fee_name", "beneficiary"),
            *("tax", "rate", *TAXES),
        ),
        grain=(
            *("hub_id", "order_id", "partner_id", "move_id", "fee_name"),
            *("beneficiary_id", "tax_id"),
        ),
        order=(
            *("hub", "hub_id", "order_name", "order_id", "invoice", "fee_name"),
            *("beneficiary", "rate", "tax_id"),
        ),
        groups=(BY_HUB,),
        source="fees",
    )
)
register(
    Report(
        code="fees_by_producer",
        label=_lt("Fees with tax by producer"),
        note=_lt(
            "What customers paid in fees on the goods of each producer: a fee is "
            "shared by the value of the goods that bear it."
        ),
        columns=("producer", "fee_name", "beneficiary", "tax", "rate", *TAXES),
        grain=("producer_id", "fee_name", "beneficiary_id", "tax_id"),
        order=("producer", "producer_id", "fee_name", "beneficiary", "rate", "tax_id"),
        groups=(BY_PRODUCER,),
        source="fees",
    )
)
register(
    Report(
        code="pay_suppliers",
        label=_lt("Pay your suppliers"),
        note=_lt(
            "What each producer is owed: by its bills and accounts of sales, less the "
            "commission and what is paid, and what was received without a bill yet."
        ),
        columns=(
            *("producer", "cycle", *BILL, *TAXES),
            *("commission", "paid_out", "to_pay", "to_bill"),
        ),
        grain=("producer_id", "cycle_id", "product_id"),
        order=("producer", "producer_id", "cycle", "cycle_id", "product", "product_id"),
        groups=(BY_PRODUCER,),
        source="bills",
        sheet_of=0,
    )
)
register(
    Report(
        code="revenue_by_hub",
        label=_lt("Revenue by hub"),
        note=_lt(
            "What each hub invoiced: its own sales, and what it sold in producers' "
            "names, which is no revenue."
        ),
        columns=(
            *("hub", "orders", "customers", "invoices", "own", "own_tax"),
            *("in_name", "with_tax"),
        ),
        grain=("hub_id",),
        order=("hub", "hub_id"),
        source="billed",
    )
)
