"""The accountant's files: the French export of all entries (FEC), and the statements of
all members, beside the same read member by member."""

import csv
import io
import time
from collections import defaultdict
from decimal import Decimal

from support import server

from ._figures import figure, report

FEC_SECONDS, STATEMENT_SECONDS = 30.0, 10.0
BASELINE = "statements, member by member"


def add_arguments(parser):
    parser.add_argument(
        "--size", type=int, default=200_000, help="journal items, 1000 or more"
    )
    parser.add_argument("--members", type=int, default=500, help="10 or more")


def check_arguments(args):
    if args.size < 1000 or args.size % 10:
        raise ValueError(f"--size {args.size}: give a multiple of ten, 1000 or more")
    if args.members < 10:
        raise ValueError(f"--members {args.members}: give 10 or more")


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo import SUPERUSER_ID, api

    from ._books_seed import make_books

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        company = make_books(env, args.size, args.members).id
    context = {"allowed_company_ids": [company], "lang": "fr_FR"}
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, context)
        fec, content = _measure(env, lambda: _write_fec(env))
        wrong = _compare(env, company, content)
    ours = {"FEC": fec}
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, context)
        ours["statements, read"], told = _measure(env, lambda: _read(env, company))
        ours["statements, by mail"], _mails = _measure(env, lambda: _send(env, company))
        stock, sums = _measure(env, lambda: _read_one_by_one(env, company))
        same = sums == {p.id: round(one["closing"], 2) for p, one in told.items()}
        cr.rollback()
    figures = [
        figure(f"FEC of {args.size} items: time", fec["seconds"], "s", FEC_SECONDS),
        figure("accounts whose FEC is not the ledger", len(wrong), "", 0),
        *(
            figure(f"{name} of {args.members}: time", cost["seconds"], "s", limit)
            for name, cost, limit in (
                ("statements, read", ours["statements, read"], None),
                ("statements, by mail", ours["statements, by mail"], STATEMENT_SECONDS),
            )
        ),
        figure("statements, read: queries", ours["statements, read"]["queries"], "q"),
        figure(f"{BASELINE}: time", stock["seconds"], "s"),
        figure("statements that differ from it", int(not same), "", 0),
    ]
    return report(figures, ours, {BASELINE: stock})


def _measure(env, action):
    """:return: (``{"seconds", "queries"}``, what ``action`` returned)"""
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    result = action()
    env.flush_all()
    return {
        "seconds": round(time.perf_counter() - start, 3),
        "queries": env.cr.sql_log_count - queries,
    }, result


def _write_fec(env):
    from ._books_seed import FIRST, LAST

    wizard = env["l10n_fr.fec.export.wizard"].create(
        {"date_from": FIRST, "date_to": LAST}
    )
    return wizard.generate_fec()["file_content"]


def _compare(env, company, content):
    """:return: codes of accounts whose totals differ between file and ledger"""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter="|")
    file = defaultdict(Decimal)
    for row in rows:
        amount = [
            Decimal(row[one].strip().replace(",", ".")) for one in ("Debit", "Credit")
        ]
        file[row["CompteNum"].strip()] += amount[0] - amount[1]
    ledger = {
        account.with_company(company).code: Decimal(str(round(balance, 2)))
        for account, balance in env["account.move.line"]._read_group(
            [("company_id", "=", company), ("parent_state", "=", "posted")],
            ["account_id"],
            ["balance:sum"],
        )
    }
    return [
        code
        for code in {*file, *ledger}
        if abs(file.get(code, Decimal(0)) - ledger.get(code, Decimal(0)))
        >= Decimal("0.01")
    ]


def _prepare(env, company):
    from ._books_seed import FIRST, LAST

    return env["off.statement.send"].create(
        {
            "company_id": company,
            "side": "customer",
            "date_from": FIRST,
            "date_to": LAST,
        }
    )


def _read(env, company):
    return _prepare(env, company)._get_statements()


def _send(env, company):
    return _prepare(env, company).action_send()


def _read_one_by_one(env, company):
    """What reading each member's items takes.

    :return: ``{partner id: balance}``
    """
    partners = env["account.move.line"]._read_group(
        [
            ("company_id", "=", company),
            ("account_id.account_type", "=", "asset_receivable"),
        ],
        ["partner_id"],
    )
    sums, rows = {}, []
    for (partner,) in partners:
        lines = env["account.move.line"].search(
            [
                ("company_id", "=", company),
                ("partner_id", "=", partner.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ],
            order="date, id",
        )
        balance = 0.0
        for line in lines:
            balance += line.balance
            move = line.move_id
            rows.append((line.date, move.name, move.off_cycle_ids, line.name, balance))
        sums[partner.id] = round(balance, 2)
    return sums
