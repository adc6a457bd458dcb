"""A hub that sells much: producers, their products, cycles of several sizes, buyers."""

from datetime import timedelta

from support.payments import publish_transfer

from odoo.fields import Command, Date, Datetime

GOODS = (
    *("Carottes", "Poireaux", "Tomates", "Chou", "Navets", "Salade", "Courge", "Fèves"),
    *("Pommes", "Poires", "Fraises", "Cassis", "Prunes", "Noix", "Miel", "Farine"),
    *("Lentilles", "Pois chiches", "Huile", "Pain", "Lait", "Yaourts", "Fromage"),
    *("Beurre", "Œufs", "Poulet", "Agneau", "Bœuf", "Porc", "Truite", "Cidre"),
)
KINDS = ("de sable", "anciennes", "nouvelles", "de montagne", "du bocage", "fermières")
PASSWORD = "a buyer's word"


def make_shop(env, random, sizes, buyers):
    """
    :param sizes: numbers of offers, a cycle for each
    :return: ``{"exchanges": {size: id}, "slots": {size: id}, "logins": […],
        "goods": [(product.template id, product.product id)] that Odoo's shop sells
        too}``
    """
    company = env.ref("website.default_website").company_id
    company.off_is_operator = True
    company.partner_id.tz = "Europe/Paris"
    hub = env["off.hub"].create({"name": "Grand hub", "company_id": company.id})
    producers = _make_producers(env, hub, max(sizes))
    products = _make_products(env, random, producers, max(sizes))
    _make_fees(env, hub)
    made = {
        "exchanges": {},
        "slots": {},
        "goods": [(one.product_tmpl_id.id, one.id) for one in products],
    }
    for size in sizes:
        exchange = _make_cycle(env, hub, products[:size])
        made["exchanges"][size] = exchange.id
        made["slots"][size] = exchange.slot_ids[0].id
    made["logins"] = _make_buyers(env, buyers)
    env.cr.commit()
    # As in a database that has lived for a day.
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return made


def _make_producers(env, hub, count):
    role = env.ref("off_hub_network.role_producer")
    label = env.ref("off_hub_network.label_organic")
    producers = env["res.partner"].create(
        [
            {
                "name": f"Ferme n° {number:03}",
                "is_company": True,
                "city": f"Ville-{number:03}",
                "off_role_ids": [Command.link(role.id)],
                "off_practices": "Semences paysannes, rotations longues et haies. " * 3,
            }
            for number in range(max(count // 40, 3))
        ]
    )
    env["off.certificate"].create(
        [
            {
                "partner_id": producer.id,
                "label_id": label.id,
                "certifier": "FR-BIO-01",
                "date_start": "2020-01-01",
                "date_end": Date.today() + timedelta(days=365),
            }
            for producer in producers[::2]
        ]
    )
    env["off.network.link"].create(
        [
            {"grantor_id": producer.id, "grantee_id": hub.partner_id.id}
            for producer in producers
        ]
    ).action_accept()
    return producers


def _make_products(env, random, producers, count):
    label = env.ref("off_hub_network.label_organic")
    categories = env["product.category"].create(
        [{"name": name} for name in ("Légumes", "Fruits", "Crémerie", "Épicerie")]
    )
    kilogram = env.ref("uom.product_uom_kgm")
    products = (
        env["product.product"]
        .with_context(tracking_disable=True, create_product_product=True)
        .create(
            [
                {
                    "name": f"{random.choice(GOODS)} {random.choice(KINDS)} {number}",
                    "type": "consu",
                    "is_storable": True,
                    "categ_id": categories[number % len(categories)].id,
                    "off_producer_id": producers[number % len(producers)].id,
                    "off_price": random.randrange(80, 2500) / 100,
                    "off_unit_quantity": random.choice((0.25, 0.5, 1, 2)),
                    "off_unit_uom_id": kilogram.id,
                    "off_label_ids": [Command.set(label.ids if number % 2 else [])],
                    "off_storage": random.choice(("ambient", "ambient", "chilled")),
                    "off_description": "Récolté la veille, lavé à la main. " * 2,
                    "weight": 0.5,
                    "is_published": True,
                }
                for number in range(count)
            ]
        )
    )
    products.off_availability_ids.write({"declared_qty": 100_000})
    products[::3].off_availability_ids.write({"on_demand": True})
    env.flush_all()
    return products


def _make_fees(env, hub):
    env["off.fee"].create(
        [
            {
                "name": "Préparation",
                "hub_id": hub.id,
                "calculator": "percent_per_item",
                "percent": 8,
                "default_level": "outgoing",
            },
            {
                "name": "Transport",
                "hub_id": hub.id,
                "calculator": "flat_per_order",
                "amount": 1.5,
                "tax_rule": "none",
                "default_level": "coordinator",
            },
        ]
    )


def _make_cycle(env, hub, products):
    now = Datetime.now()
    cycle = env["off.order.cycle"].create(
        {
            "name": f"Vente de {len(products)} produits",
            "coordinator_id": hub.id,
            "date_open": now - timedelta(days=1),
            "date_close": now + timedelta(days=3),
        }
    )
    cycle.action_fill_offers()
    unwanted = cycle.incoming_ids.offer_ids.filtered(
        lambda offer: offer.product_id not in products
    )
    unwanted.unlink()
    point = env["off.pickup.point"].create({"name": "Quai", "hub_id": hub.id})
    env["off.pickup.slot"].create(
        {
            "exchange_id": cycle.outgoing_ids.id,
            "point_id": point.id,
            "date_start": now + timedelta(days=5),
            "date_end": now + timedelta(days=5, hours=2),
        }
    )
    cycle.action_open()
    return cycle.outgoing_ids


def make_scarce(env, exchange, units):
    """Leave so many units of one offer of a sale.

    :return: off.offer
    """
    offer = env["off.offer"].search([("exchange_id", "=", exchange)], limit=1)
    offer.product_id.off_availability_ids.write(
        {"on_demand": False, "declared_qty": units}
    )
    env.cr.commit()
    return offer


def make_checkout(env):
    """What Odoo's checkout asks for: books, a transfer to pay by, a way to deliver."""
    company = env.ref("website.default_website").company_id
    env["account.chart.template"].try_loading("generic_coa", company=company)
    publish_transfer(env, company)
    # Odoo's shop mails a PDF of each order; what makes it may not be installed.
    mails = env["mail.template"].search([("model", "=", "sale.order")])
    mails.report_template_ids = False
    # With one way of delivery to choose from, Odoo's checkout goes on by itself.
    env["delivery.carrier"].search([]).active = False
    env["delivery.carrier"].create(
        {
            "name": "Livraison",
            "product_id": env.ref("delivery.product_product_delivery").id,
            "company_id": company.id,
            "is_published": True,
        }
    )
    env.cr.commit()


def _make_buyers(env, count):
    partner = {
        "phone": "+33 2 40 00 00 00",
        "street": "1 rue du Port",
        "city": "Nantes",
        "zip": "44000",
        "country_id": env.ref("base.fr").id,
    }
    users = (
        env["res.users"]
        .with_context(no_reset_password=True, tracking_disable=True)
        .create(
            [
                {
                    "name": f"Famille {number:03}",
                    "login": f"famille-{number:03}",
                    **partner,
                    "email": f"famille-{number:03}@example.org",
                    "group_ids": [Command.set(env.ref("base.group_portal").ids)],
                }
                for number in range(count)
            ]
        )
    )
    # Hashing a password is slow on purpose: one serves them all.
    users[:1].password = PASSWORD
    env.flush_all()
    env.cr.execute(
        """
        UPDATE res_users SET password = first.password
          FROM res_users first WHERE first.id = %s AND res_users.id = ANY(%s)
        """,
        [users[:1].id, users.ids],
    )
    env.invalidate_all()
    return users.mapped("login")
