"""What products say of producers and hubs that declare nothing themselves."""

from odoo.tools import SQL

from . import expressions as ex
from .supply import held_required, held_share
from .weights import SAME_CATEGORY, SAME_PRODUCT, WIDER_CATEGORY


def build_derived(question, face, schema):
    """What products say of producers without an open capacity that others see: stock
    declared available now counts as one week's."""
    if face == "hub":
        source = SQL(
            """JOIN off_network_link l ON l.grantor_id = t.off_producer_id
                    AND l.state = 'accepted' AND l.may_order
               JOIN place ON place.id = l.grantee_id"""
        )
        producers = schema.shown
    else:
        source = SQL("JOIN place ON place.id = t.off_producer_id")
        producers = SQL("SELECT id FROM place")
    return SQL(
        """
        SELECT derived.member_id, NULL::int, derived.product_id, derived.match,
               CASE WHEN derived.match >= %(same)s THEN derived.supply END,
               NULLIF(%(asked)s, 0)::float,
               derived.unlimited AND derived.match >= %(same)s,
               %(labels)s, derived.season
          FROM (
            SELECT place.id AS member_id,
                   (array_agg(t.id ORDER BY found.match DESC, t.id))[1] AS product_id,
                   max(found.match) AS match,
                   sum(stock.quantity) FILTER (WHERE found.match >= %(same)s) AS supply,
                   COALESCE(bool_or(stock.unlimited)
                       FILTER (WHERE found.match >= %(same)s), false) AS unlimited,
                   max(season.share) AS season
              FROM (%(found)s) found
              JOIN product_template t ON t.id = found.id
              %(source)s
              CROSS JOIN LATERAL (%(season)s) season
              LEFT JOIN LATERAL (%(stock)s) stock ON TRUE
             WHERE season.share > 0
             GROUP BY place.id
          ) derived
         WHERE NOT EXISTS (
                SELECT FROM off_network_notice n
                 WHERE n.member_id = derived.member_id AND n.kind = 'capacity'
                   AND n.state = 'open' AND n.visibility = 'members')
           AND %(required)s
        """,
        asked=question.weekly_qty,
        same=SAME_PRODUCT,
        labels=held_share(question, SQL("derived.member_id")),
        found=_build_found(question, schema, producers),
        source=source,
        season=_build_season(question, schema),
        stock=_build_stock(question),
        required=held_required(question, SQL("derived.member_id")),
    )


def _build_found(question, schema, producers):
    """Products of ``producers`` (SQL) that answer, each once, with how well. The two
    ways to find one are two sub-selects, so that each uses its index."""
    ways = []
    if question.product:
        asked = schema.unaccent(SQL("%s", question.product))
        ways.append(
            SQL(
                """
                SELECT t.id, word_similarity(%(asked)s, %(name)s)::float AS match
                  FROM product_template t
                 WHERE t.active AND t.off_producer_id IN (%(producers)s)
                   AND %(name)s %%> %(asked)s
                """,
                asked=asked,
                producers=producers,
                name=schema.product_name,
            )
        )
        category = SQL(
            "c.id IN (SELECT id FROM product_category WHERE %s %%> %s)",
            schema.unaccent(SQL("complete_name")),
            asked,
        )
        share = SQL("%s::float", WIDER_CATEGORY)
    else:
        category, share = SQL("FALSE"), SQL("0.0")
    if question.category_path:
        under = SQL("c.parent_path LIKE %s || '%%'", question.category_path)
        value = SAME_CATEGORY if question.product else 1.0
        share = SQL("CASE WHEN %s THEN %s ELSE %s END::float", category, share, value)
        category = SQL("(%s OR %s)", category, under)
    elif not question.product:
        category, share = SQL("TRUE"), SQL("%s::float", ex.UNSAID)
    ways.append(
        SQL(
            """
            SELECT t.id, %(share)s AS match
              FROM product_category c
              JOIN product_template t ON t.categ_id = c.id
             WHERE t.active AND t.off_producer_id IN (%(producers)s) AND %(category)s
            """,
            producers=producers,
            share=share,
            category=category,
        )
    )
    return SQL(
        "SELECT id, max(match) AS match FROM (%s) way GROUP BY id",
        SQL(" UNION ALL ").join(ways),
    )


def _build_season(question, schema):
    """Share of the months asked in which ``t`` can be had; no season is all year."""
    return SQL(
        """
        SELECT CASE WHEN count(*) = 0 THEN 1.0
                    ELSE count(*) FILTER (WHERE m.number = ANY(%(months)s))
                         / %(count)s::float END AS share
          FROM %(table)s r JOIN off_month m ON m.id = r.%(month)s
         WHERE r.%(template)s = t.id
        """,
        months=question.months,
        count=len(question.months),
        table=SQL.identifier(schema.season.table),
        month=SQL.identifier(schema.season.value),
        template=SQL.identifier(schema.season.record),
    )


def _build_stock(question):
    """What is left of ``t``, in the reference unit asked where its unit, or that of its
    content, converts to it."""
    return SQL(
        """
        SELECT bool_or(a.on_demand) AS unlimited,
               sum(GREATEST(a.declared_qty - a.reserved_qty, 0)
                   * COALESCE(NULLIF(v.off_unit_quantity, 0), 1) * u.factor
               ) FILTER (WHERE split_part(u.parent_path, '/', 1) = %(unit)s)::float
               AS quantity
          FROM product_product v
          JOIN off_availability a ON a.product_id = v.id
          JOIN uom_uom u ON u.id = CASE WHEN v.off_unit_quantity > 0
               THEN COALESCE(v.off_unit_uom_id, t.uom_id) ELSE t.uom_id END
         WHERE v.product_tmpl_id = t.id AND v.active
        """,
        unit=str(question.unit_id or 0),
    )
