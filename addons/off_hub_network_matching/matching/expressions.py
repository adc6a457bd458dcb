"""Parts of the statement that several of its steps use."""

from odoo.tools import SQL

from .weights import ANYTHING, SAME_CATEGORY, SAME_PRODUCT, VAGUE_KM, WIDER_CATEGORY

EARTH_KM = 6371.0


def distance(question):
    """Kilometres as the crow flies from the one who asks to ``p``, rounded.

    Rounded before anything compares it, and to five kilometres where the exact place is
    kept back: neither the order nor the edge of a radius gives an address away. NULL
    where a place is unknown; (0, 0) means unknown.
    """
    if question.latitude is None or question.longitude is None:
        return SQL("NULL::float")
    arc = SQL(
        """
        2 * %(earth)s * asin(sqrt(LEAST(1,
            power(sin(radians(p.partner_latitude - %(latitude)s) / 2), 2)
            + cos(radians(%(latitude)s)) * cos(radians(p.partner_latitude))
            * power(sin(radians(p.partner_longitude - %(longitude)s) / 2), 2)
        )))
        """,
        earth=EARTH_KM,
        latitude=question.latitude,
        longitude=question.longitude,
    )
    return SQL(
        """
        CASE WHEN COALESCE(p.partner_latitude, 0) = 0
              AND COALESCE(p.partner_longitude, 0) = 0 THEN NULL
             WHEN p.off_address_visibility = 'public' THEN round((%(arc)s)::numeric)
             ELSE %(vague)s * GREATEST(round(((%(arc)s) / %(vague)s)::numeric), 1)
        END::float
        """,
        arc=arc,
        vague=VAGUE_KM,
    )


def covered():
    """Part of the need that the supply covers, 0 to 1; NULL when one is not known."""
    return SQL(
        """
        CASE WHEN offer.unlimited THEN 1.0
             WHEN offer.need > 0 AND offer.supply IS NOT NULL
             THEN LEAST(offer.supply / offer.need, 1.0)
        END
        """
    )


def category_match(question, path):
    """1 for the category asked or one under it, less for a wider one, else 0."""
    if not question.category_path:
        return SQL("0.0")
    return SQL(
        """
        CASE WHEN %(path)s LIKE %(asked)s || '%%' THEN 1.0
             WHEN %(asked)s LIKE %(path)s || '%%' THEN %(wider)s
             ELSE 0.0 END
        """,
        path=path,
        asked=question.category_path,
        wider=WIDER_CATEGORY,
    )


def product_match(question, words, path, schema):
    """How well a product meets the one asked, 0 to 1.

    Words decide where both sides have some; the category then only makes a
    consolation. Without words on one side, the category decides.

    :param words: SQL of the other's words, without accents, NULL if none
    :param path: SQL of the path of its category, NULL if none
    """
    category = category_match(question, path)
    if not question.product:
        if not question.category_path:
            return SQL("%s::float", UNSAID)
        return SQL("CASE WHEN %s IS NULL THEN %s ELSE %s END", path, ANYTHING, category)
    asked = schema.unaccent(SQL("%s", question.product))
    similar = SQL(
        "GREATEST(word_similarity(%(asked)s, %(words)s),"
        " word_similarity(%(words)s, %(asked)s))",
        asked=asked,
        words=words,
    )
    return SQL(
        """
        CASE WHEN %(words)s IS NULL AND %(path)s IS NULL THEN %(anything)s
             WHEN %(words)s IS NULL THEN %(category)s
             WHEN %(similar)s >= %(same)s THEN %(similar)s
             WHEN %(category)s > 0 THEN %(consolation)s
             ELSE 0.0 END
        """,
        words=words,
        path=path,
        category=category,
        similar=similar,
        same=SAME_PRODUCT,
        consolation=SAME_CATEGORY,
        anything=ANYTHING,
    )


# Who asks for anything is content with anything.
UNSAID = 1.0
