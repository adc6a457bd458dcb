"""A cycle with tens of thousands of order lines.

Products, offers and pickups come as in a shop; the first order is made as anybody makes
it, the others are copied from it within the database.
"""

import random

from odoo.fields import Command
from odoo.tools import SQL

from ._planner_seed import _get_columns
from ._shop_seed import make_shop

LOGIN = "reports"
EACH = 30  # lines of an order


def make_orders(env, seed, lines, products):
    """
    :param lines: of all orders, a multiple of 30
    :param products: 30 or more
    :return: ``{"cycle": off.order.cycle, "user": res.users}``
    """
    made = make_shop(env, random.Random(seed), (products,), buyers=1)
    edge = env["off.exchange"].browse(made["exchanges"][products])
    count = lines // EACH
    families = env["res.partner"].create(
        [
            {
                "name": f"Famille {number:05}",
                "phone": f"02 40 {number // 100:02} {number % 100:02} 00",
                "street": f"{number} rue du Port",
                "city": "Nantes",
                "zip": "44000",
            }
            for number in range(count)
        ]
    )
    first = _order_first(env, edge, families[0])
    env.flush_all()
    _copy_orders(env, first, families)
    _spread_products(env, first, edge)
    _share_out(env, edge)
    user = _make_user(env, edge.company_id)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    return {"cycle": edge.cycle_id, "user": user}


def _order_first(env, edge, family):
    order = env["sale.order"].create(
        {
            "partner_id": family.id,
            "company_id": edge.company_id.id,
            "off_exchange_id": edge.id,
            "off_slot_id": edge.slot_ids[0].id,
            "order_line": [
                Command.create(
                    {"product_id": offer.product_id.id, "product_uom_qty": 2}
                )
                for offer in edge.offer_ids[:EACH]
            ],
        }
    )
    order.action_confirm()
    return order


def _copy_orders(env, first, families):
    """The same order for each other customer."""
    cr = env.cr
    cr.execute("ALTER TABLE sale_order ADD COLUMN bench_partner integer")
    people = {"partner_id", "partner_invoice_id", "partner_shipping_id"}
    without = people | {"name", "access_token", "bench_partner"}
    cr.execute(
        SQL(
            """INSERT INTO sale_order (%(names)s, partner_id, partner_invoice_id,
                      partner_shipping_id, name, bench_partner)
               SELECT %(names)s, family, family, family, 'B' || family, family
                 FROM sale_order, unnest(%(families)s) AS family
                WHERE id = %(first)s""",
            names=_get_columns(env, "sale_order", without),
            families=families[1:].ids,
            first=first.id,
        )
    )
    without = {"order_id", "order_partner_id"}
    cr.execute(
        SQL(
            """INSERT INTO sale_order_line (%(names)s, order_id, order_partner_id)
               SELECT %(line_names)s, o.id, o.bench_partner
                 FROM sale_order o
                 JOIN sale_order_line line ON line.order_id = %(first)s
                WHERE o.bench_partner IS NOT NULL
                  AND line.off_offer_id IS NOT NULL""",
            names=_get_columns(env, "sale_order_line", without),
            line_names=_get_columns(env, "sale_order_line", without, "line"),
            first=first.id,
        )
    )
    cr.execute("ALTER TABLE sale_order DROP COLUMN bench_partner")


def _spread_products(env, first, edge):
    """Not all customers buy the same thirty products."""
    offers = edge.offer_ids
    env.cr.execute(
        SQL(
            """UPDATE sale_order_line line
                  SET off_offer_id = (%(offers)s)[1 + line.id * 7 %% %(count)s],
                      product_id = (%(products)s)[1 + line.id * 7 %% %(count)s]
                 FROM sale_order o
                WHERE o.id = line.order_id AND o.off_exchange_id = %(edge)s
                  AND o.id <> %(first)s AND line.off_offer_id IS NOT NULL""",
            offers=offers.ids,
            products=[offer.product_id.id for offer in offers],
            count=len(offers),
            edge=edge.id,
            first=first.id,
        )
    )


def _share_out(env, edge):
    """Everybody gets what was ordered; every fourth product comes in cases."""
    cr = env.cr
    cr.execute(
        """UPDATE off_offer supplied SET pack_size = 12
             FROM off_offer sold
            WHERE sold.incoming_id = supplied.id AND sold.exchange_id = %s
              AND sold.id %% 4 = 0""",
        [edge.id],
    )
    cr.execute(
        """INSERT INTO off_allocation (sale_line_id, order_id, cycle_id, company_id,
                  product_id, quantity, weight, unit_weight)
           SELECT line.id, o.id, o.off_cycle_id, o.company_id, line.product_id,
                  line.product_uom_qty, 0, 0
             FROM sale_order_line line JOIN sale_order o ON o.id = line.order_id
            WHERE o.off_exchange_id = %s AND line.off_offer_id IS NOT NULL""",
        [edge.id],
    )
    cr.execute(
        "UPDATE off_order_cycle SET state = 'allocated' WHERE id = %s",
        [edge.cycle_id.id],
    )


def _make_user(env, company):
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": "Reports",
                "login": LOGIN,
                "lang": "fr_FR",
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [
                    Command.set(env.ref("off_hub_network.group_coordinator").ids)
                ],
            }
        )
    )
