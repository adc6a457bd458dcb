"""A network to search: members all over France, their certificates and products."""

from datetime import timedelta

from odoo.fields import Command, Date
from odoo.tools import SQL

TOWNS = 300
BATCH = 500
GOODS = (
    *("Carotte", "Poireau", "Tomate", "Chou", "Navet", "Salade", "Courge", "Fève"),
    *("Pomme", "Poire", "Fraise", "Cassis", "Prune", "Noix", "Miel", "Farine"),
    *("Lentille", "Pois chiche", "Huile", "Pain", "Lait", "Yaourt", "Fromage"),
    *("Beurre", "Œuf", "Poulet", "Agneau", "Bœuf", "Porc", "Truite", "Cidre"),
)
KINDS = ("de sable", "ancienne", "nouvelle", "de montagne", "du bocage", "fermière")
PRACTICES = (
    "Semences paysannes, rotations longues et haies. Nous vendons sur place. " * 3
)


def make_network(env, random, members, products):
    """:param products: for each member"""
    partners = _make_members(env, random, members)
    _certify(env, partners)
    _make_products(env, partners, products)
    env.cr.commit()
    # As in a database that has lived for a day.
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return partners


def _make_members(env, random, count):
    roles = env["off.member.role"].search([])
    producer = env.ref("off_hub_network.role_producer")
    days = env["off.weekday"].search([])
    towns = [
        (
            f"Ville-{n:03}",
            f"{n + 10000}",
            random.uniform(43.5, 49),
            random.uniform(0, 6),
        )
        for n in range(min(TOWNS, count))
    ]
    partners = env["res.partner"]
    for start in range(0, count, BATCH):
        batch = [
            _get_member_vals(n, random, random.choice(towns), roles, producer, days)
            for n in range(start, min(start + BATCH, count))
        ]
        partners += partners.with_context(tracking_disable=True).create(batch)
        env.flush_all()
    return partners


def _get_member_vals(number, random, town, roles, producer, days):
    name, zip_code, latitude, longitude = town
    role = producer if number % 10 else random.choice(roles)
    return {
        "name": f"Ferme {random.randrange(10**6):06} n° {number}",
        "is_company": True,
        "city": name,
        "zip": zip_code,
        "street": f"{number} rue du Pré",
        "partner_latitude": latitude + random.uniform(-0.05, 0.05),
        "partner_longitude": longitude + random.uniform(-0.05, 0.05),
        "off_role_ids": [Command.set((role | producer).ids)],
        "off_delivery_day_ids": [Command.set([random.choice(days).id])],
        "off_visibility": ("hidden", "linked")[number % 2]
        if number % 25 == 24
        else "public",
        "off_address_visibility": "public" if number % 20 else "linked",
        "off_practices": PRACTICES,
    }


def _certify(env, partners):
    """Half of the members hold the label; of one in ten it has expired."""
    label = env.ref("off_hub_network.label_organic")
    next_year = Date.today() + timedelta(days=365)
    env["off.certificate"].with_context(tracking_disable=True).create(
        [
            {
                "partner_id": partner.id,
                "label_id": label.id,
                "certifier": "FR-BIO-01",
                "date_start": "2020-01-01",
                "date_end": next_year if number % 10 else "2020-12-31",
            }
            for number, partner in enumerate(partners[::2])
        ]
    )
    env.flush_all()


def _make_products(env, partners, count):
    """Copies of one product that Odoo made, by the database itself: fifty thousand
    through the ORM would take many times longer than what is measured."""
    pattern = env["product.product"].create(
        {
            "name": "Pattern",
            "type": "consu",
            "off_producer_id": partners[0].id,
            "off_unit_quantity": 0.5,
            "off_unit_uom_id": env.ref("uom.product_uom_kgm").id,
        }
    )
    env.flush_all()
    env.cr.execute("CREATE TEMPORARY TABLE off_goods (name varchar, rank serial)")
    env.cr.execute(
        "INSERT INTO off_goods (name) SELECT g || ' ' || k"
        " FROM unnest(%s) g, unnest(%s) k",
        [list(GOODS), list(KINDS)],
    )
    _copy_rows(env, pattern.product_tmpl_id, partners, count)
    env.execute_query(
        SQL(
            "INSERT INTO product_product (product_tmpl_id, %(columns)s)"
            " SELECT t.id, %(values)s FROM product_template t, product_product p"
            " WHERE p.id = %(pattern)s AND t.off_producer_id IS NOT NULL"
            " AND t.id <> p.product_tmpl_id RETURNING 1",
            pattern=pattern.id,
            **_get_columns(env, "product_product", "p", {"product_tmpl_id"}),
        )
    )
    # Half of the products have a season of three months.
    env.execute_query(
        SQL(
            "INSERT INTO off_month_product_template_rel"
            " (product_template_id, off_month_id)"
            " SELECT t.id, m.id FROM product_template t"
            " JOIN off_month m ON (t.id + m.number) %% 4 = 0"
            " WHERE t.id %% 2 = 0 AND t.off_producer_id IS NOT NULL RETURNING 1"
        )
    )
    pattern.product_tmpl_id.active = False
    env.flush_all()
    env.invalidate_all()


def _copy_rows(env, pattern, partners, count):
    names = {"name", "off_producer_id"}
    env.execute_query(
        SQL(
            "INSERT INTO product_template (name, off_producer_id, %(columns)s)"
            " SELECT jsonb_build_object('en_US', g.name), p.id, %(values)s"
            " FROM product_template t, unnest(%(partners)s) p(id),"
            " generate_series(1, %(count)s) n, off_goods g"
            " WHERE t.id = %(pattern)s"
            " AND g.rank = 1 + (p.id * 7 + n * 13) %% (SELECT count(*) FROM off_goods)"
            " RETURNING 1",
            partners=partners.ids,
            count=count,
            pattern=pattern.id,
            **_get_columns(env, "product_template", "t", names),
        )
    )


def _get_columns(env, table, alias, skipped):
    """Columns to copy, and where they are copied from."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema AND table_name = %s",
        [table],
    )
    names = [name for (name,) in env.cr.fetchall() if name not in skipped | {"id"}]
    return {
        "columns": SQL(", ").join(SQL.identifier(name) for name in names),
        "values": SQL(", ").join(SQL.identifier(alias, name) for name in names),
    }
