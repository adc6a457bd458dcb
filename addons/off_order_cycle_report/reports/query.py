"""The one query of a report, for one user.

What somebody may see is decided by Odoo: lines of orders and offers come from
``_search`` as that user, with the rules of access of orders, whatever the filters say.
The rest only says what those lines refer to.
"""

from odoo.tools import SQL

from .columns import COLUMNS, FIELDS

# What rows refer to, by the key that leads there.
JOINS = {
    "order_id": """
        JOIN sale_order o ON o.id = f.order_id
        JOIN res_partner ship ON ship.id = o.partner_shipping_id""",
    "partner_id": "JOIN res_partner customer ON customer.id = f.partner_id",
    "hub_id": "LEFT JOIN off_hub hub ON hub.id = f.hub_id",
    "cycle_id": "LEFT JOIN off_order_cycle cycle ON cycle.id = f.cycle_id",
    "slot_id": """
        LEFT JOIN off_pickup_slot slot ON slot.id = f.slot_id
        LEFT JOIN off_pickup_point point ON point.id = slot.point_id""",
    "producer_id": "LEFT JOIN res_partner producer ON producer.id = f.producer_id",
    "product_id": "LEFT JOIN product ON product.id = f.product_id",
    "currency_id": "LEFT JOIN res_currency currency ON currency.id = f.currency_id",
}
# Sorted as people do: neither case nor accents count.
TEXTS = {"hub", "point", "producer", "customer", "product", "member"}


def build_query(env, report, layout, records, dues=None):
    """
    :param env: of the user who reads, with the operators that count
    :param layout: ``Layout``: what the rows hold, in its order
    :param records: what its source found: what the report is about
    :param dues: ``{order id: balance due}`` where the layout asks for it
    :return: SQL
    """
    grain = (*report.grain, "currency_id")
    source = report.get_source()
    ctes = source.get_ctes(env, report, layout, records, grain)
    joins = JOINS | (source.joins or {})
    values = {name: _get_value(env, name) for name in layout.places if name in COLUMNS}
    order = SQL(", ").join(_sort(env, name, values) for name in report.order)
    selected = []
    for name in layout.places:
        value = values.get(name) or SQL.identifier("f", name)
        once = name in COLUMNS and COLUMNS[name][0].once
        if once:
            value = SQL(
                "CASE WHEN row_number() OVER (PARTITION BY %s ORDER BY %s) = 1"
                " THEN %s END",
                SQL.identifier("f", once),
                order,
                value,
            )
        selected.append(SQL("%s AS %s", value, SQL.identifier(name)))
    return SQL(
        "WITH %s SELECT %s FROM f %s %s WHERE %s ORDER BY %s",
        ctes,
        SQL(", ").join(selected),
        SQL(" ").join(SQL(joins[key]) for key in grain if key in joins),
        _join_dues(dues),
        SQL(report.where or "TRUE"),
        order,
    )


def _get_value(env, name):
    if name in FIELDS:
        model, alias, field = FIELDS[name]
        return env[model]._field_to_sql(alias, field)
    value = COLUMNS[name][1]
    return value(env) if callable(value) else SQL(value)


def _sort(env, name, values):
    if name not in COLUMNS:
        return SQL.identifier("f", name)
    value = values.get(name) or _get_value(env, name)
    if name in TEXTS:
        return SQL("lower(%s), %s", env.registry.unaccent(value), value)
    return value


def _join_dues(dues):
    """What is due, of each order: no report asks for it but those of customers."""
    if dues is None:
        return SQL("")
    return SQL(
        """
        LEFT JOIN (SELECT o.id, o.amount_total AS total,
                          o.amount_total - due.due AS paid
                     FROM unnest(%s::int[], %s::numeric[]) AS due(order_id, due)
                     JOIN sale_order o ON o.id = due.order_id) balance
          ON balance.id = f.order_id""",
        list(dues),
        list(dues.values()),
    )
