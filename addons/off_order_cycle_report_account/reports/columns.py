"""What columns of the books hold, beside those of the working reports."""

from odoo.tools import LazyTranslate

from odoo.addons.off_order_cycle_report.reports.columns import add, add_field

_lt = LazyTranslate(__name__)
MONEY = {"kind": "money", "width": 12, "total": True}

# -- documents -------------------------------------------------------------------------
add("invoice", _lt("Invoice"), "move.name", width=16)
add("invoice_date", _lt("Invoice date"), "move.invoice_date", "day", 12)
add("documents", _lt("Documents"), "f.documents", width=22)
add("order_name", _lt("Order"), "o.name", width=12)
add("order_names", _lt("Orders"), "f.order_names", width=20)
# -- payments --------------------------------------------------------------------------
add_field("journal", _lt("Paid by"), "account.journal", "journal", "name", width=20)
add("method", _lt("Method"), "f.method", width=18)
add("payment_date", _lt("Date"), "item.date", "day", 12)
add("payment", _lt("Payment"), "entry.name", width=16)
add("payment_ref", _lt("Reference"), "COALESCE(entry.ref, item.name)", width=22)
add("payments", _lt("Payments"), "f.payments", "integer", 10, total=True)
add("paid_in", _lt("Received"), "f.paid_in", **MONEY)
add("applied", _lt("For invoices"), "f.applied", **MONEY)
add("not_applied", _lt("Not used yet"), "f.not_applied", **MONEY)
# -- amounts ---------------------------------------------------------------------------
add("base", _lt("Without taxes"), "f.base", **MONEY)
add("tax_amount", _lt("Taxes"), "f.tax_amount", **MONEY)
add("with_tax", _lt("With taxes"), "f.with_tax", **MONEY)
add("own", _lt("Own sales without taxes"), "f.own", **MONEY)
add("own_tax", _lt("Taxes on them"), "f.own_tax", **MONEY)
add("in_name", _lt("Sold in producers' names"), "f.in_name", **MONEY)
add("goods_part", _lt("Goods"), "f.goods_part", **MONEY)
add("fees_part", _lt("Fees"), "f.fees_part", **MONEY)
add("delivery_part", _lt("Delivery"), "f.delivery_part", **MONEY)
add("other_part", _lt("Deposits and other"), "f.other_part", **MONEY)
add("received", _lt("Paid or credited"), "f.received", **MONEY)
add("still_due", _lt("Balance due"), "f.still_due", **MONEY)
add("orders", _lt("Orders"), "f.orders", "integer", 9, total=True)
add("invoices", _lt("Invoices"), "f.invoices", "integer", 9)
add("customers", _lt("Customers"), "f.customers", "integer", 10)
# -- taxes -----------------------------------------------------------------------------
add_field("tax", _lt("Tax"), "account.tax", "tax", "name", width=18)
add("rate", _lt("Rate (%)"), "tax.amount", "quantity", 9)
add("seller", _lt("In the name of"), "seller.name", width=22)
# -- fees ------------------------------------------------------------------------------
add("fee_name", _lt("Fee"), "f.fee_name", width=24)
add("fee_type", _lt("Kind of fee"), "f.fee_type", "choice", 14)
add("level", _lt("Charged at"), "f.level", "choice", 14)
add("beneficiary", _lt("Fee for"), "beneficiary.name", width=22)
# -- producers -------------------------------------------------------------------------
add("siret", _lt("Company number"), "producer.company_registry", width=18)
add("quantity", _lt("Quantity"), "f.quantity", "quantity", 10, total=True)
add("commission", _lt("Commission"), "f.commission", **MONEY)
add("paid_out", _lt("Paid or set off"), "f.paid_out", **MONEY)
add("to_pay", _lt("To pay"), "f.to_pay", **MONEY)
add("to_bill", _lt("Received, not billed"), "f.to_bill", **MONEY)
