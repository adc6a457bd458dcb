"""The statement that ranks the answers, put together from its parts.

One statement whatever the number of members: candidates near, their declared notices
or what their products say, one row for each candidate, ordered by score.
"""

from odoo.tools import SQL

from . import expressions as ex
from .derived import build_derived
from .supply import build_declared, build_neighbours
from .weights import ENOUGH_HUBS, UNKNOWN, WEIGHTS


def build_statement(question, face, schema, limit):
    """:param Question question: what is asked
    :param face: key of ``FACES``
    :param schema: names and sub-selects that the ORM knows, see ``off.matching``
    :param limit: at most so many suggestions
    :return: SQL of rows ``member_id, notice_id, product_id, km, exact, match, supply,
        need, unlimited, labels, season, hubs, score``, best first
    """
    if question.kind == "need":
        offers = [
            build_declared(question, schema),
            build_derived(question, face, schema),
        ]
    else:
        offers = [build_declared(question, schema)]
    if face != "producer":
        offers.append(build_neighbours(question))
    return SQL(
        """
        WITH place AS (%(place)s),
        hubs AS (%(hubs)s),
        held AS (%(held)s),
        offer AS (%(offers)s),
        scored AS (
            SELECT offer.*, place.km, place.exact, COALESCE(hubs.count, 0) AS hubs,
                   %(score)s AS score
              FROM offer
              JOIN place ON place.id = offer.member_id
              LEFT JOIN hubs ON hubs.member_id = offer.member_id
        ),
        best AS (
            SELECT DISTINCT ON (member_id) *
              FROM scored
             ORDER BY member_id, score DESC, notice_id DESC NULLS LAST
        )
        SELECT * FROM best ORDER BY score DESC, member_id LIMIT %(limit)s
        """,
        place=_build_place(question, schema),
        hubs=_build_hubs(question, schema),
        held=_build_held(question),
        offers=SQL(" UNION ALL ").join(offers),
        score=_build_score(question),
        limit=limit,
    )


def _build_place(question, schema):
    """Members that may be suggested: shown, of the role, not linked to the one who
    asks, and near as far as their place is known."""
    km = ex.distance(question)
    return SQL(
        """
        SELECT located.id, located.km, located.exact
          FROM (
                SELECT p.id, %(km)s AS km, p.off_address_visibility = 'public' AS exact
                  FROM res_partner p
                 WHERE p.id IN (%(shown)s)
                   AND p.id IN (%(role)s)
                   AND p.id <> %(member)s
                   AND NOT EXISTS (
                        SELECT FROM off_network_link l
                         WHERE l.state IN ('proposed', 'accepted')
                           AND ((l.grantor_id = p.id AND l.grantee_id = %(member)s)
                            OR (l.grantee_id = p.id AND l.grantor_id = %(member)s)))
               ) located
         WHERE located.km IS NULL OR %(radius)s = 0 OR located.km <= %(radius)s
        """,
        km=km,
        shown=schema.shown,
        role=schema.role,
        member=question.member_id,
        radius=question.radius,
    )


def _build_hubs(question, schema):
    """How many hubs near the one who asks each member is linked to."""
    return SQL(
        """
        WITH near AS (
            SELECT p.id
              FROM off_hub h
              JOIN res_partner p ON p.id = h.partner_id
             WHERE h.active AND p.id IN (%(shown)s) AND p.id <> %(member)s
               AND %(km)s <= %(near)s
        )
        SELECT member_id, count(DISTINCT hub_id) AS count
          FROM (
                SELECT l.grantor_id AS member_id, near.id AS hub_id
                  FROM off_network_link l JOIN near ON near.id = l.grantee_id
                 WHERE l.state = 'accepted'
                 UNION ALL
                SELECT l.grantee_id, near.id
                  FROM off_network_link l JOIN near ON near.id = l.grantor_id
                 WHERE l.state = 'accepted'
               ) linked
         GROUP BY member_id
        """,
        shown=schema.shown,
        member=question.member_id,
        km=ex.distance(question),
        near=question.near,
    )


def _build_held(question):
    """Labels with a certificate of today, counted once each (rule 5): of everybody
    among those wanted, or of the one who can supply."""
    if question.kind == "need":
        whose = SQL("label_id = ANY(%s)", list(question.label_ids))
    else:
        whose = SQL("partner_id = %s", question.member_id)
    return SQL(
        """
        SELECT DISTINCT partner_id, label_id
          FROM off_certificate
         WHERE %(whose)s AND date_start <= %(today)s AND date_end >= %(today)s
        """,
        whose=whose,
        today=question.today,
    )


def _build_score(question):
    nearness = SQL("COALESCE(GREATEST(1 - place.km / %s, 0), 0)", question.near)
    volume = SQL("COALESCE(%s, %s)", ex.covered(), UNKNOWN)
    shares = {
        "product": SQL("offer.match"),
        "distance": nearness,
        "volume": volume,
        "labels": SQL("offer.labels"),
        "territory": SQL(
            "LEAST(COALESCE(hubs.count, 0), %(enough)s) / %(enough)s::float",
            enough=ENOUGH_HUBS,
        ),
        "season": SQL("offer.season"),
    }
    return SQL(" + ").join(
        SQL("%s * (%s)", float(WEIGHTS[name]), share) for name, share in shares.items()
    )
