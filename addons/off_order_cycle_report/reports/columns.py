"""What columns of reports hold: label, kind, width, and the SQL of the value.

``f`` is a row of the report with what its lines have in common and what they come to;
the other aliases are what it refers to, see ``query``.
"""

from odoo.tools import SQL, LazyTranslate

from ..engine.layout import Column

_lt = LazyTranslate(__name__)

# {name: (Column, SQL, or a function that makes it of the environment)}
COLUMNS = {}
# What the database translates or keeps from some is written by the field itself:
# {name: (model, alias, field)}
FIELDS = {}


def add(name, label, sql, kind="text", width=14, **options):
    COLUMNS[name] = Column(name, label, kind, width, **options), sql


def add_field(name, label, model, alias, field, **options):
    add(name, label, None, **options)
    FIELDS[name] = (model, alias, field)


def get_listed_phone(env):
    """The number, on lists that lie about where volunteers read them: of those who
    agreed to it with the operator of the pickup."""
    phone = env["res.partner"]._field_to_sql("customer", "phone")
    people = env["res.partner"].sudo().with_context(active_test=False)
    agreed = {
        company: people._off_get_consent_domain("phone_lists", company)
        for company in env.companies
    }
    if all(domain.is_true() for domain in agreed.values()):
        return phone
    conditions = [
        SQL(
            "(slot.company_id = %s AND customer.id IN %s)",
            company.id,
            people._search(domain, order="id").subselect(),
        )
        for company, domain in agreed.items()
    ]
    return SQL("CASE WHEN %s THEN %s END", SQL(" OR ").join(conditions), phone)


# -- who and where ---------------------------------------------------------------------
add("hub", _lt("Hub"), "hub.name", width=22)
add("cycle", _lt("Order cycle"), "cycle.name", width=22)
add("point", _lt("Pickup point"), "point.name", width=22)
add("pickup", _lt("Pickup"), "slot.date_start", "moment", 16)
add("producer", _lt("Producer"), "producer.name", width=26)
add("customer", _lt("Customer"), "customer.complete_name", width=26)
add_field("email", _lt("Email"), "res.partner", "customer", "email", width=26)
add_field("phone", _lt("Phone"), "res.partner", "customer", "phone", width=16)
add("listed_phone", _lt("Phone"), get_listed_phone, width=16)
add_field("city", _lt("City"), "res.partner", "customer", "city", width=18)
add_field("ship_name", _lt("Delivered to"), "res.partner", "ship", "name", width=24)
add_field("ship_street", _lt("Street"), "res.partner", "ship", "street", width=28)
add_field("ship_zip", _lt("Post code"), "res.partner", "ship", "zip", width=10)
add_field("ship_city", _lt("City"), "res.partner", "ship", "city", width=18)
# -- orders ----------------------------------------------------------------------------
add("order", _lt("Order"), "o.name", width=12)
add("date_order", _lt("Ordered on"), "o.date_order", "moment", 16)
# Of an order that has several rows, told on the first of them.
OF_ORDER = {"kind": "money", "width": 12, "total": True, "once": "order_id"}
add("order_total", _lt("Total of the order"), "balance.total", **OF_ORDER)
add("paid", _lt("Paid or credited"), "balance.paid", **OF_ORDER)
add("due", _lt("Balance due"), "balance.total - balance.paid", **OF_ORDER)
add("note", _lt("Note"), "f.note", width=30)
add("line_count", _lt("Products"), "f.line_count", "integer", 10, total=True)
# -- products --------------------------------------------------------------------------
add("product", _lt("Product"), "COALESCE(product.name, f.label)", width=32)
add("reference", _lt("Reference"), "product.default_code", width=12)
add("content", _lt("Content"), "product.content", width=10)
add("unit", _lt("Unit"), "product.unit", width=10)
add("storage", _lt("Storage"), "product.storage", "choice", 13)
add("category", _lt("Category"), "product.category", width=18)
add("lots", _lt("Lots"), "f.lots", width=18)
# -- quantities ------------------------------------------------------------------------
add("ordered", _lt("Ordered"), "f.ordered", "quantity", 10, total=True)
add("accepted", _lt("Accepted on top"), "f.accepted", "quantity", 10, total=True)
add("allocated", _lt("Shared out"), "f.allocated", "quantity", 10, total=True)
add("delivered", _lt("Handed over"), "f.delivered", "quantity", 10, total=True)
add("to_pack", _lt("To pack"), "f.to_pack", "quantity", 10, total=True)
add("weight", _lt("Weight (kg)"), "f.weight", "weight", 11, total=True)
add("case_of", _lt("Case of"), "f.case_of", "quantity", 9)
add("cases", _lt("Cases"), "f.cases", "integer", 8)
# -- money -----------------------------------------------------------------------------
add("price", _lt("Price"), "f.price", "price", 10)
add("amount", _lt("Amount"), "f.amount", "money", 12, total=True)
add("purchase_price", _lt("Purchase price"), "f.purchase_price", "price", 10)
add("cost", _lt("Cost"), "f.cost", "money", 12, total=True)
add("cost_shared", _lt("Cost shared out"), "f.cost_shared", "money", 12, total=True)
add("currency", _lt("Currency"), "currency.name", width=8)
# -- whole cases of a product, told once -----------------------------------------------
add(
    "case_units",
    _lt("In whole cases"),
    "f.case_units",
    "quantity",
    10,
    total=True,
    once="product_id",
)
add(
    "left_over",
    _lt("Not shared out"),
    "f.left_over",
    "quantity",
    10,
    total=True,
    once="product_id",
)
# -- offers ----------------------------------------------------------------------------
add("declared", _lt("Declared"), "f.declared", "quantity", 10)
add("reserved", _lt("Reserved by all"), "f.reserved", "quantity", 10)
add("available", _lt("Left"), "f.available", "quantity", 10)
add("limit", _lt("Limit"), "f.offer_limit", "quantity", 10)
add("sold", _lt("Sold here"), "f.sold", "quantity", 10, total=True)
add("availability", _lt("Availability"), "f.availability", "choice", 14)
