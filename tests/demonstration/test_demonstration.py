"""The demonstration tells its whole story, its people can log in, and a backup of it
restores elsewhere to the same figures."""

from pathlib import Path

import pytest
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
    assert links == 1  # the producer's answer
    assert points == 6
    assert not installation.query(database, UNBALANCED)


def test_everybody_can_log_in_and_sees_their_own(installation, database):
    with server.serve(installation.config, database) as address:
        for login, password, _who in LOGINS:
            session = server.log_in(address, login, password)
            start = session.get(f"{address}/odoo", timeout=60)
            inside = "/odoo" in start.url
            assert start.ok and inside == (login in STAFF), (login, start.url)
        family = server.log_in(address, "famille", "famille")
        assert "Paniers du" in family.get(f"{address}/cycles", timeout=60).text
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
