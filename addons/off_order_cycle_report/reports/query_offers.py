"""Offers of hubs: what is sold at which price, and what is left."""

from odoo.tools import SQL

from .query_lines import get_product


def get_offers_ctes(env, report, layout, offers, grain):
    """:return: SQL of what comes before the SELECT: ``f`` and ``product``"""
    incoming = env["off.offer"]._search([("direction", "=", "incoming")], order="id")
    counters = env["off.availability"]._search([], order="id")
    items = env["off.catalog.item"]._search([("own_stock", "=", True)], order="id")
    return SQL(
        """
        f AS (
            SELECT base.*,
                   GREATEST(base.declared - base.reserved, 0) AS available
              FROM (
            SELECT sold.id AS offer_id, sold.cycle_id, edge.hub_id, sold.producer_id,
                   sold.product_id, company.currency_id, sold.price,
                   CASE WHEN supplied.id IN %(incoming)s THEN supplied.price END
                       AS purchase_price,
                   NULLIF(supplied.pack_size, 0) AS case_of,
                   sold.reserved_qty AS sold, NULL::text AS label,
                   CASE WHEN NOT COALESCE(sold.on_demand, FALSE)
                        THEN sold.declared_qty END AS offer_limit,
                   CASE WHEN item.id IS NOT NULL THEN 'own'
                        WHEN counter.on_demand THEN 'demand'
                        WHEN counter.declared_qty > counter.reserved_qty THEN 'limited'
                        WHEN counter.id IS NOT NULL THEN 'none' END AS availability,
                   CASE WHEN item.id IS NOT NULL
                        THEN COALESCE(stocked.quantity, item.declared_qty)
                        WHEN NOT COALESCE(counter.on_demand, FALSE)
                        THEN counter.declared_qty END AS declared,
                   COALESCE(item.reserved_qty, counter.reserved_qty) AS reserved
              FROM off_offer sold
              JOIN off_exchange edge ON edge.id = sold.exchange_id
              JOIN res_company company ON company.id = sold.company_id
              LEFT JOIN off_offer supplied ON supplied.id = sold.incoming_id
              LEFT JOIN off_availability counter
                ON counter.product_id = sold.product_id AND counter.id IN %(counters)s
              LEFT JOIN off_catalog_item item
                ON item.product_id = sold.product_id AND item.hub_id = edge.hub_id
               AND item.id IN %(items)s
              LEFT JOIN (%(stocked)s) stocked ON stocked.item_id = item.id
             WHERE sold.id IN %(offers)s) base
        ), %(product)s""",
        incoming=incoming.subselect(),
        counters=counters.subselect(),
        items=items.subselect(),
        stocked=_get_stocked(env),
        offers=offers.subselect(),
        product=get_product(env),
    )


def _get_stocked(env):
    """What hubs that sell from a warehouse have there, promised or not: what their
    items hold was true when they last sold some.

    :return: SQL of (item_id, quantity)
    """
    items = env["off.catalog.item"].search(
        [("own_stock", "=", True), ("warehouse_id", "!=", False)]
    )
    return SQL(
        "SELECT * FROM unnest(%s::int[], %s::numeric[]) AS held (item_id, quantity)",
        items.ids,
        [round(item.available_qty + item.reserved_qty, 6) for item in items],
    )
