"""A cycle of a whole territory: producers, their products, hubs that sell them.

Products and offers are copied within the database, by the hundred thousand in seconds.
"""

from datetime import timedelta

from odoo.fields import Command, Datetime
from odoo.tools import SQL

PASSWORD = "a planner's word"
LOGIN = "planner"
EACH = 40  # products of a producer


def make_territory(env, size, hubs):
    """
    :param size: products, a multiple of 40
    :param hubs: how many sell all of them
    :return: ``{"cycle": id, "login": …}``
    """
    company = env.ref("website.default_website").company_id
    company.off_is_operator = True
    company.partner_id.tz = "Europe/Paris"
    sellers = env["off.hub"].create(
        [
            {"name": f"Hub n° {number:02}", "company_id": company.id}
            for number in range(hubs)
        ]
    )
    producers = _make_producers(env, sellers[0], size // EACH)
    _make_products(env, producers)
    cycle = _make_cycle(env, sellers, producers)
    _make_offers(env, cycle)
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "name": "Planner",
            "login": LOGIN,
            "password": PASSWORD,
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [
                Command.set(env.ref("off_hub_network.group_coordinator").ids)
            ],
        }
    )
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return {"cycle": cycle.id, "login": LOGIN}


def _make_producers(env, hub, count):
    role = env.ref("off_hub_network.role_producer")
    producers = env["res.partner"].create(
        [
            {
                "name": f"Ferme n° {number:03}",
                "is_company": True,
                "off_role_ids": [Command.link(role.id)],
            }
            for number in range(count)
        ]
    )
    env["off.network.link"].create(
        [
            {"grantor_id": producer.id, "grantee_id": hub.partner_id.id}
            for producer in producers
        ]
    ).action_accept()
    return producers


def _make_products(env, producers):
    """One product of each producer by the ORM, the others as copies of it."""
    categories = env["product.category"].create(
        [{"name": name} for name in ("Légumes", "Fruits", "Crémerie", "Épicerie")]
    )
    products = env["product.product"].create(
        [
            {
                "name": f"Produit de la ferme {number:03}",
                "type": "consu",
                "categ_id": categories[number % len(categories)].id,
                "off_producer_id": producer.id,
                "off_price": 1 + number % 20,
            }
            for number, producer in enumerate(producers)
        ]
    )
    env.flush_all()
    templates = products.product_tmpl_id
    env.cr.execute("ALTER TABLE product_template ADD COLUMN bench_copy integer")
    env.cr.execute(
        SQL(
            """INSERT INTO product_template (%(names)s, bench_copy)
               SELECT %(names)s, id FROM product_template, generate_series(2, %(each)s)
                WHERE id IN %(ids)s""",
            names=_get_columns(env, "product_template", {"bench_copy"}),
            each=EACH,
            ids=tuple(templates.ids),
        )
    )
    env.cr.execute(
        SQL(
            """INSERT INTO product_product (%(names)s, product_tmpl_id)
               SELECT %(from_names)s, template.id
                 FROM product_template template
                 JOIN product_product product
                   ON product.product_tmpl_id = template.bench_copy""",
            names=_get_columns(env, "product_product", {"product_tmpl_id"}),
            from_names=_get_columns(
                env, "product_product", {"product_tmpl_id"}, "product"
            ),
        )
    )
    env.cr.execute(
        """UPDATE product_template
              SET name = jsonb_build_object('en_US', (name->>'en_US') || ' ' || id)
            WHERE bench_copy IS NOT NULL"""
    )
    env.cr.execute("ALTER TABLE product_template DROP COLUMN bench_copy")
    env.invalidate_all()


def _get_columns(env, table, without, alias=None):
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
        " AND column_name NOT IN %s",
        [table, tuple(without | {"id"})],
    )
    names = sorted(name for (name,) in env.cr.fetchall())
    return SQL(", ").join(
        SQL.identifier(alias, name) if alias else SQL.identifier(name) for name in names
    )


def _make_cycle(env, hubs, producers):
    now = Datetime.now()
    cycle = env["off.order.cycle"].create(
        {
            "name": "Grande vente",
            "coordinator_id": hubs[0].id,
            "date_open": now + timedelta(days=1),
            "date_close": now + timedelta(days=3),
        }
    )
    incoming = [
        {
            "cycle_id": cycle.id,
            "direction": "incoming",
            "producer_id": producer.id,
            "hub_id": hubs[0].id,
        }
        for producer in producers
    ]
    outgoing = [
        {"cycle_id": cycle.id, "direction": "outgoing", "hub_id": hub.id}
        for hub in hubs
    ]
    edges = env["off.exchange"].create(incoming + outgoing)
    points = env["off.pickup.point"].create(
        [{"name": f"Quai {hub.name}", "hub_id": hub.id} for hub in hubs]
    )
    env["off.pickup.slot"].create(
        [
            {
                "exchange_id": edge.id,
                "point_id": point.id,
                "date_start": now + timedelta(days=5),
                "date_end": now + timedelta(days=5, hours=2),
            }
            for edge, point in zip(edges[len(incoming) :], points, strict=True)
        ]
    )
    env.flush_all()
    return cycle


def _make_offers(env, cycle):
    env.cr.execute(
        SQL(
            """INSERT INTO off_offer (exchange_id, cycle_id, company_id, direction,
                      product_id, producer_id, price, on_demand, declared_qty,
                      reserved_qty, customer_limit)
               SELECT edge.id, edge.cycle_id, edge.company_id, edge.direction,
                      product.id, edge.producer_id, product.off_price, true, 0, 0, 0
                 FROM off_exchange edge
                 JOIN product_template template
                   ON template.off_producer_id = edge.producer_id
                 JOIN product_product product
                   ON product.product_tmpl_id = template.id
                WHERE edge.cycle_id = %s AND edge.direction = 'incoming'
                ORDER BY product.id""",
            cycle.id,
        )
    )
    env.cr.execute(
        SQL(
            """INSERT INTO off_offer (exchange_id, cycle_id, company_id, direction,
                      product_id, producer_id, price, incoming_id, on_demand,
                      declared_qty, reserved_qty, customer_limit)
               SELECT edge.id, edge.cycle_id, edge.company_id, edge.direction,
                      offer.product_id, offer.producer_id, offer.price * 1.2, offer.id,
                      true, 0, 0, 0
                 FROM off_exchange edge
                 JOIN off_offer offer ON offer.cycle_id = edge.cycle_id
                  AND offer.direction = 'incoming'
                WHERE edge.cycle_id = %s AND edge.direction = 'outgoing'""",
            cycle.id,
        )
    )
    env.invalidate_all()
