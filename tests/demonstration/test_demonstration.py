"""The demonstration tells its whole story, its people can log in, and a backup of it
restores elsewhere to the same figures."""

from pathlib import Path

import pytest
import requests
from support import server

ROOT = Path(__file__).resolve().parents[2]
LOGINS = [
    line.split(None, 2)
    for line in (ROOT / "config/demo_logins.txt").read_text().splitlines()
    if line and not line.startswith("#")
]
STAFF = {"coordination", "point", "compta", "halle", "admin"}
CYCLES = """
    SELECT c.state, COUNT(*) FROM off_order_cycle c
      JOIN res_company o ON o.id = c.company_id
     WHERE o.name = 'Les Paniers de l’Erdre' GROUP BY c.state"""
ORDERS = """
    SELECT DISTINCT state, COALESCE(delivery_status, ''), invoice_status
      FROM sale_order"""
TASKS = """
    SELECT (SELECT COUNT(*) FROM stock_picking WHERE state = 'assigned'),
           (SELECT COUNT(*) FROM account_move
             WHERE move_type = 'in_invoice' AND state = 'draft'),
           (SELECT COUNT(*) FROM account_move
             WHERE move_type = 'out_invoice' AND payment_state = 'not_paid'),
           (SELECT COUNT(*) FROM off_network_link WHERE state = 'proposed'),
           (SELECT COUNT(*) FROM off_pickup_point p
              JOIN res_company o ON o.id = p.company_id
             WHERE o.name = 'Les Paniers de l’Erdre')"""
PROFILES = """
    SELECT COUNT(*),
           COUNT(*) FILTER (WHERE p.off_story IS NULL OR p.off_practices IS NULL
                               OR p.off_opening_hours IS NULL),
           COUNT(*) FILTER (WHERE p.partner_latitude = 0),
           COUNT(*) FILTER (WHERE NOT EXISTS (
               SELECT FROM off_member_photo f WHERE f.partner_id = p.id)),
           COUNT(*) FILTER (WHERE p.off_visibility = 'linked'),
           COUNT(*) FILTER (WHERE p.off_visibility = 'hidden')
      FROM res_partner p WHERE p.off_is_producer"""
CERTIFICATES = """
    SELECT COUNT(*) FILTER (WHERE date_end < CURRENT_DATE),
           COUNT(*) FILTER (WHERE date_end BETWEEN CURRENT_DATE
                                               AND CURRENT_DATE + 30),
           COUNT(*) FILTER (WHERE date_end > CURRENT_DATE + 60)
      FROM off_certificate"""
GOODS = """
    SELECT (SELECT COUNT(*) FROM product_template
             WHERE off_producer_id IS NOT NULL AND off_origin IS NULL),
           (SELECT COUNT(DISTINCT off_storage) FROM product_template),
           (SELECT COUNT(DISTINCT product_template_id)
              FROM off_month_product_template_rel),
           (SELECT COUNT(DISTINCT product_template_id)
              FROM off_allergen_product_template_rel),
           (SELECT COUNT(*) FROM product_product WHERE off_min_qty > 0)"""
TERMS = """
    SELECT h.name, COUNT(*), COUNT(*) FILTER (WHERE NOT i.visible),
           COUNT(*) FILTER (WHERE i.own_stock)
      FROM off_catalog_item i JOIN off_hub h ON h.id = i.hub_id
     GROUP BY h.name"""
GROUP = """
    SELECT m.state, COUNT(*) FROM off_network_membership m GROUP BY m.state"""
GROUP_ID = "SELECT id FROM off_network_group"
FORUM_ID = "SELECT id FROM forum_forum WHERE off_group_id IS NOT NULL"
REQUESTS = """
    SELECT r.name, COUNT(m.id) FROM off_join_request r
      LEFT JOIN off_join_match m ON m.request_id = r.id
     WHERE r.state = 'waiting' GROUP BY r.name"""
PROPOSED = """
    SELECT o.name, e.name, p.name FROM off_network_link l
      JOIN res_partner o ON o.id = l.grantor_id
      JOIN res_partner e ON e.id = l.grantee_id
      JOIN res_partner p ON p.id = l.proposed_by_id WHERE l.state = 'proposed'"""
HANDLED = """
    SELECT (SELECT COUNT(DISTINCT lot_id) FROM off_allocation WHERE quantity > 0),
           (SELECT COUNT(*) FROM off_allocation WHERE unit_weight > 0),
           (SELECT COUNT(*) FROM sale_order_line
             WHERE off_is_deposit AND qty_delivered > 0),
           (SELECT COUNT(*) FROM purchase_order_line p
              JOIN off_catalog_item i ON i.product_id = p.product_id
             WHERE i.warehouse_id IS NOT NULL),
           (SELECT COUNT(*) FROM off_hub_pickup_journal_rel)"""
# Two warehouses, what is ordered anew, notes of one's own, whoever gets what is left.
WHOLESALE = """
    SELECT (SELECT COUNT(DISTINCT i.warehouse_id) FROM off_catalog_item i),
           (SELECT COUNT(*) FROM stock_warehouse_orderpoint),
           (SELECT COUNT(*) FROM stock_picking k JOIN res_partner p
                ON p.id = k.partner_id
             WHERE p.name = 'La Table des Bateliers' AND k.state = 'done'
               AND k.off_cycle_id IS NOT NULL),
           (SELECT COUNT(*) FROM off_hub WHERE pickup_donee_id IS NOT NULL
               AND pickup_walk_in_id IS NOT NULL),
           (SELECT COUNT(*) FROM res_partner WHERE off_is_producer AND email IS NULL)"""
STORE = """
    SELECT lot.name, COALESCE((SELECT SUM(a.quantity) FROM off_allocation a
                                WHERE a.lot_id = lot.id), 0)::int
      FROM stock_lot lot WHERE lot.name LIKE 'JPP-%' ORDER BY lot.name"""
# What a visitor reads where.
VISITED = {
    "/network?product=carotte": ["La Ferme des Trois Noues", "/network/groups"],
    "/network?role=transporter": ["Les Camionnettes du Val"],
    "/network/products?product=tomme": ["Tomme des Marzelles"],
    "/network/groups": ["Cercle Erdre et Loire"],
    "/network/join": ["/network/join/producer"],
}
UNSENT = "SELECT COUNT(*) FROM mail_mail WHERE state IN ('outgoing', 'exception')"
MATCHING = """
user = env["res.users"].search([("login", "=", %r)])
env = env(user=user, context={"lang": "fr_FR",
    "allowed_company_ids": user.company_ids.ids})
Notice = env["off.network.notice"]
own = Notice.search([("member_id", "in", Notice._get_own_members().ids)])
for notice in own._filtered_access("write"):
    face = "producer" if notice.kind == "need" else "buyer"
    for found in env["off.matching"]._find(notice, face)[:1]:
        print("found", found["partner"].name, "|", "; ".join(found["reasons"]))
"""
UNBALANCED = """
    SELECT move_id FROM account_move_line GROUP BY move_id HAVING SUM(balance) <> 0"""
TOTALS = (
    "SELECT state, COUNT(*), SUM(amount_total) FROM sale_order GROUP BY state",
    "SELECT state, COUNT(*), SUM(amount_total) FROM purchase_order GROUP BY state",
    "SELECT account_id, COUNT(*), SUM(debit), SUM(credit) FROM account_move_line"
    " GROUP BY account_id",
    "SELECT location_id, product_id, SUM(quantity) FROM stock_quant"
    " GROUP BY location_id, product_id",
    "SELECT product_id, declared_qty, reserved_qty FROM off_availability",
    "SELECT store_fname, checksum, file_size FROM ir_attachment",
)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
STORED = "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL"


@pytest.fixture(scope="module")
def database(installation):
    with installation.copy(installation.template, "demo") as name:
        output = installation.odoo(name, "-i", "off_federation_demo")
        assert "ERROR" not in output, output
        yield name


def test_there_is_a_cycle_in_each_state_and_an_order_in_each(installation, database):
    assert dict(installation.query(database, CYCLES)) == {
        "draft": 1,
        "open": 1,
        "closed": 1,
        "distributed": 1,
        "settled": 1,
    }
    assert set(installation.query(database, ORDERS)) >= {
        ("draft", "", "no"),
        ("cancel", "", "no"),
        ("sale", "pending", "no"),
        ("sale", "full", "to invoice"),
        ("sale", "full", "invoiced"),
    }


def test_everybody_finds_something_to_do_and_the_books_balance(installation, database):
    ((receipts, bills, unpaid, links, points),) = installation.query(database, TASKS)
    assert receipts == 2  # of the cycle to share out
    assert bills and unpaid  # the bookkeeper's
    assert links == 2  # one waits for a producer, one for a hub
    assert points == 6
    assert not installation.query(database, UNBALANCED)


def test_producers_tell_who_they_are_and_some_keep_themselves_back(
    installation, database
):
    ((producers, untold, unplaced, without_photo, linked, hidden),) = (
        installation.query(database, PROFILES)
    )
    assert producers == 19
    assert (untold, unplaced, without_photo) == (0, 0, 0)
    assert (linked, hidden) == (1, 1)
    ((expired, soon, long),) = installation.query(database, CERTIFICATES)
    assert (expired, soon) == (1, 1)
    assert long > 10


def test_products_tell_what_they_are_and_hubs_have_terms_of_their_own(
    installation, database
):
    ((no_origin, storages, seasons, allergens, minimums),) = installation.query(
        database, GOODS
    )
    assert no_origin == 0
    assert storages == 3
    assert seasons > 30 and allergens > 40 and minimums > 5
    assert {name: rest for name, *rest in installation.query(database, TERMS)} == {
        "Les Paniers de l’Erdre": [4, 1, 2],
        "La Petite Halle": [4, 1, 1],
    }


def test_goods_have_lots_weights_and_deposits_and_some_are_in_store(
    installation, database
):
    ((lots, weighed, deposits, bought, journals),) = installation.query(
        database, HANDLED
    )
    assert lots > 8 and weighed and deposits > 5
    assert bought == 0  # what is in store is not ordered
    assert journals >= 2  # cash and another
    (older, newer) = installation.query(database, STORE)
    assert older[1] and (older[1] == 18 or not newer[1])


def test_it_has_a_wholesaler_s_stores_and_a_buyer_with_its_own_notes(
    installation, database
):
    ((stores, rules, notes, hubs, unreached),) = installation.query(database, WHOLESALE)
    assert (stores, rules, hubs) == (2, 1, 1)
    assert notes >= 2  # one for each cycle that was handed over
    assert unreached == 0  # every producer can be written to


def test_queues_of_the_network_are_not_empty(installation, database):
    assert dict(installation.query(database, GROUP)) == {
        "admin": 1,
        "member": 8,
        "requested": 1,
    }
    assert dict(installation.query(database, REQUESTS)) == {
        "La Ferme du Grand Pâtis": 0,
        "Cuisine centrale, Sucé sur Erdre": 1,
    }
    assert set(installation.query(database, PROPOSED)) == {
        ("La Champignonnière du Coteau", "La Petite Halle", "La Petite Halle"),
        (
            "La Miellerie des Deux Rives",
            "La Petite Halle",
            "La Miellerie des Deux Rives",
        ),
    }
    assert installation.query(database, UNSENT) == [(0,)]


def test_needs_and_capacities_meet_with_reasons(installation, database):
    for login, found in (
        ("coordination", ("La Ferme des Trois Noues", "Champignonnière")),
        ("halle", ("Le Potager de la Boulogne", "Les Poulettes de la Garenne")),
        ("ferme", ("La Table des Bateliers",)),
    ):
        output = installation.odoo(database, script=MATCHING % login)
        lines = [line for line in output.splitlines() if line.startswith("found ")]
        for name in found:
            assert any(name in line and "km" in line for line in lines), (login, output)


def test_visitors_and_members_look_around(installation, database):
    with server.serve(installation.config, database) as address:
        visitor = requests.Session()
        visitor.headers["Accept-Language"] = "fr"
        for path, told in VISITED.items():
            page = visitor.get(f"{address}{path}", timeout=60).text
            for text in told:
                assert text in page, (path, text)
        listed = visitor.get(f"{address}/network", timeout=60).text
        assert "Huilerie" not in listed and "Belle Anse" not in listed
        ((group,),) = installation.query(database, GROUP_ID)
        page = visitor.get(f"{address}/network/groups/x-{group}", timeout=60).text
        assert "La Petite Halle" in page and "o_off_map_box" in page
        points = visitor.get(
            f"{address}/network/groups/x-{group}/map.json", timeout=60
        ).json()["points"]
        assert len(points) == 9
        ((forum,),) = installation.query(database, FORUM_ID)
        refused = visitor.get(f"{address}/forum/{forum}", timeout=60)
        assert "Tournée du mercredi" not in refused.text
        farmer = server.log_in(address, "ferme", "ferme")
        read = farmer.get(f"{address}/forum/{forum}", timeout=60).text
        assert "Tournée du mercredi" in read and "Paille de champignonnière" in read


def test_everybody_can_log_in_and_sees_their_own(installation, database):
    with server.serve(installation.config, database) as address:
        for login, password, _who in LOGINS:
            session = server.log_in(address, login, password)
            start = session.get(f"{address}/odoo", timeout=60)
            inside = "/odoo" in start.url
            assert start.ok and inside == (login in STAFF), (login, start.url)
        family = server.log_in(address, "famille", "famille")
        assert "Paniers du" in family.get(f"{address}/cycles", timeout=60).text
        # It keeps one point, of a cycle that was handed over days ago: nothing is open.
        assert family.get(f"{address}/my/pickup", timeout=60).ok
        own = read(address, "halle", "off.order.cycle")
        assert len(own) == 1
        assert not {row["id"] for row in read(address, "halle", "sale.order")} & {
            row["id"] for row in read(address, "coordination", "sale.order")
        }


def read(address, login, model):
    """What that person reads of a model over JSON-RPC."""
    session = server.log_in(address, login, login)
    answer = session.post(
        f"{address}/web/dataset/call_kw",
        json={
            "jsonrpc": "2.0",
            "params": {
                "model": model,
                "method": "search_read",
                "args": [[], ["id"]],
                "kwargs": {},
            },
        },
        timeout=60,
    ).json()
    assert "result" in answer, answer
    return answer["result"]


def test_it_refuses_a_database_in_use(installation, database):
    with pytest.raises(AssertionError, match="in use"):
        installation.odoo(
            database,
            script="from odoo.addons.off_federation_demo.hooks import pre_init_hook\n"
            "pre_init_hook(env)\n",
        )


def count_rows(installation, name):
    tables = sorted(table for (table,) in installation.query(name, TABLES))
    counts = (f'(SELECT COUNT(*) FROM "{table}")' for table in tables)
    (row,) = installation.query(name, f"SELECT {', '.join(counts)}")
    return dict(zip(tables, row, strict=True))


def test_a_backup_restores_elsewhere_to_the_same_figures(
    installation, database, tmp_path
):
    file = tmp_path / "demo.zip"
    restored = installation.name("restored")
    installation.launch("backup", file, "--database", database)
    try:
        installation.launch("restore", file, "--database", restored)
        for query in TOTALS:
            rows = sorted(map(repr, installation.query(database, query)))
            assert rows, query
            assert sorted(map(repr, installation.query(restored, query))) == rows
        assert count_rows(installation, restored) == count_rows(installation, database)
        files = [name for (name,) in installation.query(restored, STORED)]
        assert files
        for name in files:
            copy = installation.filestore(restored) / name
            assert copy.read_bytes() == (
                (installation.filestore(database) / name).read_bytes()
            )
    finally:
        installation.drop(restored)
