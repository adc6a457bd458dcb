"""Lines of orders, in the product's unit, summed up by what rows have in common."""

from odoo.tools import SQL

# States of a cycle in which allocations say what everybody gets.
SHARED = ("allocated", "distributed", "settled")
HANDED = ("distributed", "settled")
SUMS = {
    "ordered": "SUM(line.ordered)",
    "accepted": "SUM(line.accepted)",
    "allocated": "SUM(line.allocated)",
    "delivered": "SUM(line.delivered)",
    "to_pack": "SUM(line.to_pack)",
    "weight": "SUM(line.weight)",
    "amount": "SUM(line.amount)",
    "cost": "ROUND(SUM(line.ordered * line.purchase_price), MAX(line.digits))",
    "cost_shared": "ROUND(SUM(line.billed * line.purchase_price), MAX(line.digits))",
    "case_of": "MAX(line.case_of)",
    "line_count": "COUNT(*) FILTER (WHERE line.goods AND line.to_pack <> 0)",
    "lots": "string_agg(DISTINCT line.lots, ', ')",
    "label": "MIN(line.label)",
    "charge": "MAX((NOT line.goods)::int)",
    "note": "string_agg(DISTINCT line.note, ' / ')",
}
# What conditions and labels of other columns need.
ASKED = ("label", "to_pack", "case_of")
CASES = {"cases", "case_units", "left_over"}


def get_lines_ctes(env, report, layout, lines, grain):
    """:return: SQL of what comes before the SELECT: ``f`` and ``product``"""
    named = {*layout.places, *report.order, *ASKED}
    parts = [
        SQL("scope AS MATERIALIZED %s", lines.subselect()),
        _get_given(),
        _get_line(env, report),
        SQL(
            "fact AS (SELECT %s FROM line GROUP BY %s)",
            SQL(", ").join(
                [
                    *(SQL.identifier("line", key) for key in grain),
                    *(
                        SQL("%s AS %s", SQL(value), SQL.identifier(name))
                        for name, value in SUMS.items()
                        if name in named
                    ),
                ]
            ),
            SQL(", ").join(SQL.identifier("line", key) for key in grain),
        ),
    ]
    if CASES & named:
        parts.append(FILLED)
        parts.append(
            SQL(
                "f AS (SELECT fact.*, filled.cases, filled.case_units,"
                " filled.left_over FROM fact LEFT JOIN filled USING (product_id))"
            )
        )
    else:
        parts.append(SQL("f AS (SELECT * FROM fact)"))
    if "product_id" in grain:
        parts.append(get_product(env))
    return SQL(", ").join(parts)


def _get_given():
    """What lines were given, with lots and weights."""
    return SQL(
        """
        given AS (
            SELECT a.sale_line_id,
                   SUM(a.quantity) AS quantity,
                   SUM(a.quantity) FILTER (WHERE a.date_delivered IS NOT NULL)
                       AS delivered,
                   SUM(CASE WHEN COALESCE(a.weight, 0) <> 0 THEN a.weight
                            ELSE a.quantity * COALESCE(a.unit_weight, 0) END) AS weight,
                   string_agg(DISTINCT lot.name, ', ') AS lots
              FROM off_allocation a
              JOIN scope ON scope.id = a.sale_line_id
              LEFT JOIN stock_lot lot ON lot.id = a.lot_id
             GROUP BY a.sale_line_id
        )"""
    )


def _get_line(env, report):
    """One row a line of an order: keys, quantities in the product's unit, amounts.

    Purchase prices are those of offers that the user may read: who sells in the cycle
    of another operator sees what is supplied without it.
    """
    readable = env["off.offer"]._search([("direction", "=", "incoming")], order="id")
    orders = env["sale.order"]
    note = SQL("NULL::text")
    if "off_delivery_note" in orders._fields:
        note = SQL("NULLIF(%s, '')", orders._field_to_sql("o", "off_delivery_note"))
    digits = env["decimal.precision"].precision_get("Product Unit")
    return SQL(
        """
        line AS (
            SELECT base.*,
                   COALESCE(base.allocated, base.ordered) AS to_pack,
                   CASE WHEN base.weighed IS NOT NULL THEN base.weighed
                        ELSE COALESCE(base.allocated, base.ordered) * base.unit_weight
                   END AS weight,
                   CASE WHEN base.weighed IS NOT NULL AND base.unit_weight <> 0
                        THEN base.weighed / base.unit_weight
                        ELSE base.allocated END AS billed
              FROM (
            SELECT l.id AS line_id, l.order_id, o.partner_id, o.off_hub_id AS hub_id,
                   o.off_cycle_id AS cycle_id, o.off_slot_id AS slot_id,
                   o.currency_id, money.decimal_places AS digits,
                   l.off_offer_id IS NOT NULL AS goods,
                   CASE WHEN l.off_offer_id IS NOT NULL THEN l.product_id END
                       AS product_id,
                   offer.producer_id, supplied.id AS supplied_id,
                   split_part(l.name, E'\\n', 1) AS label, %(note)s AS note,
                   l.price_total AS amount,
                   l.price_reduce_taxinc / part.factor AS price,
                   CASE WHEN supplied.id IN %(readable)s THEN l.off_purchase_price END
                       AS purchase_price,
                   NULLIF(supplied.pack_size, 0) AS case_of,
                   part.ordered, part.unit_weight,
                   NULLIF(l.off_tolerance, 0) AS accepted,
                   CASE WHEN l.off_offer_id IS NOT NULL AND c.state IN %(shared)s
                        THEN COALESCE(given.quantity, 0) END AS allocated,
                   CASE WHEN l.off_offer_id IS NOT NULL AND c.state IN %(handed)s
                        THEN COALESCE(given.delivered, 0) END AS delivered,
                   CASE WHEN l.off_unit_weight <> 0 AND c.state IN %(shared)s
                        THEN COALESCE(given.weight, 0) END AS weighed,
                   given.lots
              FROM scope
              JOIN sale_order_line l ON l.id = scope.id
              JOIN sale_order o ON o.id = l.order_id
              JOIN off_order_cycle c ON c.id = o.off_cycle_id
              JOIN res_currency money ON money.id = o.currency_id
              LEFT JOIN off_offer offer ON offer.id = l.off_offer_id
              LEFT JOIN off_offer supplied
                ON supplied.id = offer.incoming_id AND l.off_warehouse_id IS NULL
              LEFT JOIN product_product p ON p.id = l.product_id
              LEFT JOIN product_template t ON t.id = p.product_tmpl_id
              LEFT JOIN uom_uom unit ON unit.id = t.uom_id
              LEFT JOIN uom_uom asked ON asked.id = l.product_uom_id
              LEFT JOIN given ON given.sale_line_id = l.id
             CROSS JOIN LATERAL (
                   SELECT COALESCE(asked.factor / NULLIF(unit.factor, 0), 1) AS factor
                   ) ratio
             CROSS JOIN LATERAL (
                   SELECT ratio.factor,
                          CASE WHEN l.off_offer_id IS NOT NULL THEN
                               ROUND(l.product_uom_qty * ratio.factor, %(digits)s)
                          END AS ordered,
                          CASE WHEN l.off_offer_id IS NOT NULL THEN
                               COALESCE(NULLIF(l.off_unit_weight, 0),
                                        NULLIF(p.weight, 0)::numeric)
                          END AS unit_weight
                   ) part
             WHERE (%(all)s OR l.off_warehouse_id IS NULL)
               AND ((l.off_offer_id IS NULL AND l.price_total <> 0 AND %(charges)s)
                OR (l.off_offer_id IS NOT NULL
                    AND (l.product_uom_qty <> 0 OR l.off_tolerance <> 0
                         OR given.quantity <> 0)))
              ) base
        )""",
        note=note,
        readable=readable.subselect(),
        shared=SHARED,
        handed=HANDED,
        digits=digits,
        charges=not report.goods,
        all=not report.bought,
    )


# Cases are filled by all that the user sees of what is supplied (rule 19): whole ones,
# and one more where what is accepted on top fills it.
FILLED = SQL(
    """
    filled AS (
        SELECT product_id,
               SUM(cases.number) AS cases,
               SUM(cases.number * case_of) AS case_units,
               SUM(cases.number * case_of - to_pack) AS left_over
          FROM (SELECT supplied_id, product_id, case_of, SUM(ordered) AS ordered,
                       COALESCE(SUM(accepted), 0) AS accepted, SUM(to_pack) AS to_pack
                  FROM line WHERE case_of IS NOT NULL
                 GROUP BY supplied_id, product_id, case_of) supply
         CROSS JOIN LATERAL (
               SELECT FLOOR(ordered / case_of)
                      + (MOD(ordered, case_of) > 0
                         AND MOD(ordered, case_of) + accepted >= case_of)::int
                      AS number) cases
         GROUP BY product_id
    )"""
)


def get_product(env):
    """Names of the products of ``f`` as the user's language has them, with variants."""
    templates, units = env["product.template"], env["uom.uom"]
    values = env["product.attribute.value"]
    point = env["res.lang"]._get_data(code=env.lang or "en_US").decimal_point or "."
    return SQL(
        """
        product AS (
            SELECT p.id,
                   CASE WHEN variant.names IS NULL THEN %(name)s
                        ELSE %(name)s || ' (' || variant.names || ')' END AS name,
                   p.default_code, %(unit)s AS unit, t.off_storage AS storage,
                   category.name AS category,
                   CASE WHEN p.off_unit_quantity > 0 AND held.id IS NOT NULL THEN
                        replace(trim_scale(p.off_unit_quantity::numeric)::text,
                                '.', %(point)s) || ' ' || %(held)s END AS content
              FROM product_product p
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN uom_uom unit ON unit.id = t.uom_id
              LEFT JOIN uom_uom held ON held.id = p.off_unit_uom_id
              LEFT JOIN product_category category ON category.id = t.categ_id
              LEFT JOIN LATERAL (
                   SELECT string_agg(%(value)s, ', ' ORDER BY v.sequence, v.id) AS names
                     FROM product_variant_combination c
                     JOIN product_template_attribute_value tv
                       ON tv.id = c.product_template_attribute_value_id
                     JOIN product_template_attribute_line tl
                       ON tl.id = tv.attribute_line_id AND tl.value_count > 1
                     JOIN product_attribute_value v
                       ON v.id = tv.product_attribute_value_id
                    WHERE c.product_product_id = p.id
                   ) variant ON TRUE
             WHERE p.id IN (SELECT f.product_id FROM f)
        )""",
        name=SQL("(%s)", templates._field_to_sql("t", "name")),
        unit=SQL("(%s)", units._field_to_sql("unit", "name")),
        held=SQL("(%s)", units._field_to_sql("held", "name")),
        value=SQL("(%s)", values._field_to_sql("v", "name")),
        point=point,
    )
