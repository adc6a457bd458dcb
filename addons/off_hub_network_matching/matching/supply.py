"""Where suggestions come from: notices, or the mere neighbourhood. Products, a third
source, are in ``derived``.

Each part gives rows ``member_id, notice_id, product_id, match, supply, need,
unlimited, labels, season``.
"""

from odoo.tools import SQL

from . import expressions as ex
from .weights import UNKNOWN


def build_declared(question, schema):
    """Open notices of the other kind whose period meets the one asked."""
    match = ex.product_match(
        question, schema.unaccent(SQL("n.product")), SQL("c.parent_path"), schema
    )
    quantity = SQL(
        "CASE WHEN n.weekly_qty > 0 AND n.reference_uom_id = %s THEN n.weekly_qty END",
        question.unit_id,
    )
    asked = SQL("NULLIF(%s, 0)::float", question.weekly_qty)
    need = question.kind == "need"
    return SQL(
        """
        SELECT declared.* FROM (
            SELECT n.member_id, n.id AS notice_id, NULL::int AS product_id,
                   (%(match)s)::float AS match, %(supply)s AS supply, %(need)s AS need,
                   false AS unlimited, %(labels)s AS labels, %(season)s AS season
              FROM off_network_notice n
              JOIN place ON place.id = n.member_id
              LEFT JOIN product_category c ON c.id = n.category_id
             WHERE n.kind = %(kind)s AND n.state = 'open' AND n.visibility = 'members'
               AND COALESCE(n.date_start, %(last)s) <= %(last)s
               AND COALESCE(n.date_end, %(first)s) >= %(first)s
               AND (n.radius = 0 OR place.km IS NULL OR place.km <= n.radius)
               AND %(required)s
        ) declared
        WHERE declared.match > 0
        """,
        match=match,
        supply=quantity if need else asked,
        need=asked if need else quantity,
        labels=held_share(question) if need else _wanted_share(schema),
        season=_overlap_share(question),
        kind="capacity" if need else "need",
        first=question.first_day,
        last=question.last_day,
        required=held_required(question, SQL("n.member_id"))
        if need
        else SQL("(NOT n.labels_required OR %s = 1)", _wanted_share(schema)),
    )


def build_neighbours(question):
    """Members of the role without an open notice that would answer: to be asked,
    nothing more is known."""
    return SQL(
        """
        SELECT place.id, NULL::int, NULL::int, 0.0, NULL::float, NULL::float, false,
               %(unknown)s::float, %(unknown)s::float
          FROM place
         WHERE NOT EXISTS (
                SELECT FROM off_network_notice n
                 WHERE n.member_id = place.id AND n.kind = %(kind)s
                   AND n.state = 'open' AND n.visibility = 'members')
        """,
        unknown=UNKNOWN,
        kind="capacity" if question.kind == "need" else "need",
    )


def held_share(question, member=None):
    """Part of the labels wanted that a supplier holds today; 1 if none is wanted."""
    if not question.label_ids:
        return SQL("1.0::float")
    return SQL(
        "(SELECT count(*) FROM held WHERE held.partner_id = %s) / %s::float",
        member or SQL("n.member_id"),
        len(question.label_ids),
    )


def held_required(question, member):
    if not (question.labels_required and question.label_ids):
        return SQL("TRUE")
    return SQL("%s = 1", held_share(question, member))


def _wanted_share(schema):
    """Part of the labels that need ``n`` wants which the one who asks holds today."""
    return SQL(
        """
        (SELECT CASE WHEN count(*) = 0 THEN 1.0
                     ELSE count(held.label_id) / count(*)::float END
           FROM %(table)s w
           LEFT JOIN held ON held.label_id = w.%(label)s
          WHERE w.%(notice)s = n.id)
        """,
        table=SQL.identifier(schema.wanted.table),
        label=SQL.identifier(schema.wanted.value),
        notice=SQL.identifier(schema.wanted.record),
    )


def _overlap_share(question):
    """Part of the days asked that notice ``n`` covers."""
    first, last = question.first_day, question.last_day
    return SQL(
        """
        (LEAST(COALESCE(n.date_end, %(last)s), %(last)s)
         - GREATEST(COALESCE(n.date_start, %(first)s), %(first)s) + 1)
        / %(days)s::float
        """,
        first=first,
        last=last,
        days=(last - first).days + 1,
    )
