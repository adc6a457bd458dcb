"""The books of three operators over a quarter: an association that is not liable to
VAT, a cooperative that sells partly in producers' names, a Spanish grower."""

import subprocess
import sys
from datetime import date
from decimal import Decimal

from freezegun import freeze_time
from lxml import etree
from support import server
from support.report import Report

from odoo.exceptions import UserError
from odoo.tools import file_open

from . import _books_checks as checks
from ._books_payments import BooksPayments
from ._books_people import BooksPeople
from ._books_quarter import LAST_OF_GROWER, BooksQuarter

YEAR = date(2025, 1, 1), date(2025, 12, 31)
TERMS = (
    *("producers", "principals", "margin", "commission"),
    *("fees", "fees_others", "other", "credited"),
)
MADE = (
    *("operators", "goods", "mandates", "fees", "customers"),
    *("payments", "till"),
)
PAIN = "account_payment_sepa_credit_transfer/data/pain.001.001.09.xsd"
# In a process of its own: Odoo replaces the loader of stdnum.
FACTURX = """
import sys, facturx
facturx.xml_check_xsd(sys.stdin.buffer.read(), level="extended")
"""


def add_arguments(parser):
    parser.add_argument(
        "--cycles", type=int, default=6, help="sales of the quarter, two a month"
    )
    parser.add_argument(
        "--families", type=int, default=12, help="customers of each operator"
    )


def check_arguments(args):
    if not 2 <= args.cycles <= 6:
        raise ValueError(
            f"--cycles {args.cycles}: give 2 to 6, they are of one quarter"
        )
    if not 4 <= args.families <= 500:
        raise ValueError(f"--families {args.families}: give 4 to 500")


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        return Books(env, args).run().as_dict()


class Books(BooksQuarter, BooksPayments, BooksPeople):
    """Each operator's work is done by its own login."""

    def __init__(self, env, args):
        self.env = env
        self.args = args
        self.report = Report()
        self.check = self.report.check
        self.banks, self.transfers, self.refused = {}, {}, {}
        self.orders = env["sale.order"]
        self.paid_online = env["payment.transaction"]
        self.cash_taken = 0.0

    def run(self):
        step = self.report.step
        for name in (
            "operators",
            "goods",
            "mandates",
            "fees",
            "customers",
            "payments",
            "till",
        ):
            with step(name), freeze_time("2025-10-01 08:00:00"):
                getattr(self, f"make_{name}")()
        for name in (
            *("make_quarter", "collect", "receive_transfers", "pay_producers"),
            *(
                "check_cycles",
                "check_payments",
                "check_accounts",
                "check_operators",
                "check_customers",
            ),
            *("check_cash", "check_files", "check_taxes", "close_years", "check_locks"),
        ):
            with step(name):
                getattr(self, name)()
        for name, query in checks.MADE.items():
            self.report.made[name] = self.read(query)[0][0]
        return self.report

    def read(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(query, values if len(values) != 1 else (values[0],))
        return self.env.cr.fetchall()

    def sum_type(self, key, *kinds):
        ((amount,),) = self.read(checks.BY_TYPE, self.companies[key].id, list(kinds))
        return round(float(amount or 0), 2)

    def sum_account(self, key, account):
        ((amount,),) = self.read(checks.BY_ACCOUNT, self.companies[key].id, account.id)
        return round(float(amount or 0), 2)

    # -- the invariant -----------------------------------------------------------------
    def check_cycles(self):
        """Paid by customers = producers + fees + margins + commissions + deposits…"""
        wrong, sold = [], {}
        for cycles in self.cycles.values():
            for cycle in cycles:
                for name, company in self.companies.items():
                    if company not in cycle.sudo().company_ids:
                        continue
                    told = cycle.sudo()._get_outcome(company)
                    terms = sum(told[one] for one in TERMS)
                    sold[name] = sold.get(name, 0) + told["invoiced"]
                    # Prices times weights have parts of a cent, on each line.
                    lines = cycle.sudo().order_ids.order_line
                    if abs(told["invoiced"] - terms) > 0.01 * len(lines):
                        wrong.append(f"{cycle.name}, {name}: {told}")
        self.check(
            "r18-what-customers-pay-is-the-sum-of-its-parts",
            not wrong,
            wrong[:2] or f"{len(self.cycles['cooperative'])} cycles of the cooperative",
        )
        for key in self.companies:
            invoices = self.env["account.move"].search(
                [
                    ("company_id", "=", self.companies[key].id),
                    ("move_type", "in", ("out_invoice", "out_refund")),
                    ("state", "=", "posted"),
                    ("line_ids.sale_line_ids.order_id.off_cycle_id", "!=", False),
                ]
            )
            invoiced = sum(invoices.mapped("amount_total_signed"))
            self.report.totals[f"invoiced by the {key}"] = f"{invoiced:.2f}"
            self.check(
                f"r18-the-cycles-are-the-invoices-of-the-{key}",
                round(sold.get(key, 0) - invoiced, 2) == 0,
                f"cycles {sold.get(key, 0):.2f}, invoices {invoiced:.2f}",
            )

    def check_accounts(self):
        unbalanced = self.read(checks.UNBALANCED)
        self.check("every-entry-balances", not unbalanced, f"{len(unbalanced)} do not")
        coop = self.companies["cooperative"]
        agency = self.sum_account("cooperative", coop.off_agency_account_id)
        commissions = self.env["account.move.line"].search(
            [
                ("company_id", "=", coop.id),
                ("parent_state", "=", "posted"),
                ("move_id.off_account_sale_id", "!=", False),
                ("move_id.move_type", "=", "out_invoice"),
                ("display_type", "=", "product"),
            ]
        )
        orchard = self.env["account.move.line"].search(
            [
                ("company_id", "=", coop.id),
                ("parent_state", "=", "posted"),
                ("off_principal_id", "=", self.producers["orchard"].id),
                ("account_id.account_type", "in", ("income", "income_other")),
            ]
        )
        self.check(
            "r27-only-the-commission-is-revenue",
            commissions and not orchard and agency == 0,
            f"{len(commissions)} commissions for "
            f"{-sum(commissions.mapped('balance')):.2f}, account of sales {agency}",
        )
        ((bottles,),) = self.read(checks.BOTTLES, coop.id)
        deposits = self.sum_account("cooperative", coop.off_deposit_account_id)
        self.check(
            "r25-deposits-are-on-their-account",
            bottles and round(float(bottles) + deposits, 2) == 0,
            f"bottles out {bottles}, account {deposits}",
        )
        weighed = self.env["off.allocation"].search(
            [("product_id", "=", self.goods["Poulet"].id), ("weight", "!=", 0)]
        )
        wrong = weighed.filtered(
            lambda one: (
                abs(
                    one.amount - one.sale_line_id.price_reduce_taxinc * one.weight / 1.5
                )
                > 0.006
            )
        )
        self.check(
            "r24-the-scales-say-the-price",
            weighed and not wrong,
            f"{len(weighed)} weighed, {len(wrong)} wrong",
        )

    # -- between operators, carriers ---------------------------------------------------
    def check_operators(self):
        rows = self.env["off.operator.balance"].search([])
        differences = rows.mapped("difference")
        self.check(
            "mirrored-invoices-agree-and-balances-net-to-zero",
            len(rows) == 2 and not any(differences) and any(rows.mapped("ours")),
            [(one.company_id.name, one.ours, one.theirs) for one in rows],
        )
        bills = self.env["account.move"].search(
            [("partner_id", "=", self.carrier.id), ("move_type", "=", "in_invoice")]
        )
        debt = self.companies["cooperative"].off_fee_account_id
        owed = -self.sum_account("cooperative", debt)
        self.check(
            "r18-fees-of-a-carrier-are-its-bills",
            bills and round(sum(bills.mapped("amount_total")) - owed, 2) == 0,
            f"{len(bills)} bills of {sum(bills.mapped('amount_total')):.2f}, "
            f"account {owed:.2f}",
        )

    # -- customers, producers ----------------------------------------------------------
    def check_customers(self):
        for key, (rows, lines) in self.transfers.items():
            done = lines.filtered("is_reconciled")
            self.check(
                f"transfers-find-their-invoices-of-the-{key}",
                rows and len(lines) == len(rows) == len(done),
                f"{len(rows)} in the file, {len(done)} reconciled by themselves",
            )
        statements = self.env["off.statement"]
        for key in ("cooperative", "association"):
            for side, kind, sign in (
                ("customer", "asset_receivable", 1),
                ("producer", "liability_payable", -1),
            ):
                told = statements._get_statements(self.companies[key], side, *YEAR)
                total = round(sum(one["closing"] for one in told.values()), 2)
                ledger = sign * self.sum_type(key, kind)
                self.check(
                    f"statements-of-{side}s-are-the-ledger-of-the-{key}",
                    told and round(total - ledger, 2) == 0,
                    f"{len(told)} statements {total:.2f}, ledger {ledger:.2f}",
                )
        due = {
            partner: one["closing"]
            for partner, one in statements._get_statements(
                self.companies["cooperative"], "producer", *YEAR
            ).items()
        }
        unpaid = {one.name: due.get(one.with_env(self.env), 0) for one in self.paid}
        self.check(
            "producers-are-paid-what-they-are-owed",
            self.paid and not any(round(one, 2) for one in unpaid.values()),
            f"paid {sum(self.paid.values()):.2f}; left {unpaid}",
        )
        with freeze_time("2026-02-15 08:00:00"):
            run = self.desks["cooperative"]["credit.control.run"].create(
                {"date": "2026-02-15"}
            )
            run.generate_credit_lines()
        late = self.env["account.move"].search(
            [
                ("company_id", "=", self.companies["cooperative"].id),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("amount_residual", ">", 0.1),
            ]
        )
        self.check(
            "who-owes-is-reminded-and-nobody-else",
            late and run.sudo().line_ids.invoice_id == late,
            f"{len(late)} unpaid, {len(run.sudo().line_ids)} reminders",
        )
        run.sudo().line_ids.unlink()
        run.unlink()
        self.env.cr.commit()

    def check_cash(self):
        point = self.point.sudo()
        point.invalidate_recordset()
        ledger = self.sum_account(
            "cooperative", point.till_journal_id.default_account_id
        )
        self.check(
            "a-till-holds-its-float-and-the-ledger-says-so",
            self.cash_taken and not self.refused and ledger == point.till_balance == 50,
            f"taken {self.cash_taken:.2f}, till {point.till_balance}, ledger {ledger}, "
            f"refused {self.refused}",
        )
        counts = self.env["off.pickup.count"].search(
            [("journal_id", "=", point.till_journal_id.id)]
        )
        differences = [one for one in counts.mapped("difference") if one]
        self.check(
            "a-difference-has-its-reason",
            differences == [-0.5] and len(counts) == self.args.cycles,
            f"{len(counts)} counts, differences {differences}",
        )

    def get_operators(self):
        return [company.partner_id.id for company in self.companies.values()]

    # -- files -------------------------------------------------------------------------
    def check_files(self):
        with file_open(PAIN) as file:
            schema = etree.XMLSchema(etree.parse(file))
        document = etree.fromstring(self.sepa)
        total = document.findtext(".//{*}GrpHdr/{*}CtrlSum")
        self.check(
            "the-sepa-file-is-valid-and-comes-to-what-is-paid",
            schema.validate(document)
            and Decimal(total) == Decimal(f"{sum(self.paid.values()):.2f}"),
            f"{total}; {schema.error_log.last_error}",
        )
        invoices = self.env["account.move"].search(
            [
                ("partner_id", "child_of", self.town.id),
                ("state", "=", "posted"),
                ("move_type", "=", "out_invoice"),
            ]
        )
        errors = []
        for invoice in invoices:
            invoice.partner_bank_id = self.banks["cooperative"].bank_account_id
            content, wrong = self.env["account.edi.xml.cii"]._export_invoice(invoice)
            done = subprocess.run(
                [sys.executable, "-c", FACTURX],
                input=content,
                capture_output=True,
                check=False,
            )
            if wrong or done.returncode or b"CUISINE-01" not in content:
                errors.append((invoice.name, wrong, done.stderr.decode()[-300:]))
        self.check(
            "factur-x-of-a-public-buyer-is-valid-and-has-its-references",
            len(invoices) == self.args.cycles and not errors,
            errors[:1] or f"{len(invoices)} invoices",
        )

    def check_taxes(self):
        """The return of the cooperative has its own sales, and none of the orchard's;
        the association has none at all."""
        reports = self.desks["cooperative"]["off.cycle.report"]
        report = reports._get_report("sales_tax")
        layout = reports._get_layout(report)
        filters = reports._read_filters({})
        rows = [
            dict(zip(layout.places, row, strict=True))
            for row in reports._iterate(report, filters, layout)
        ]
        coop = self.companies["cooperative"]
        own = sum(one["tax_amount"] for one in rows if one["seller"] == coop.name)
        others = sum(one["tax_amount"] for one in rows if one["seller"] != coop.name)
        booked = self.desks["cooperative"]["account.move.line"].search(
            [
                ("company_id", "=", coop.id),
                ("parent_state", "=", "posted"),
                ("tax_line_id", "!=", False),
                ("move_id.move_type", "in", ("out_invoice", "out_refund")),
                ("account_id.code", "=like", "4457%"),
                ("move_id.off_account_sale_id", "=", False),
                (
                    "move_id.partner_id",
                    "!=",
                    self.companies["association"].partner_id.id,
                ),
            ]
        )
        ledger = -sum(booked.mapped("balance"))
        self.check(
            "r27-the-orchards-taxes-are-in-no-return-of-the-cooperative",
            others > 0 and round(float(own) - ledger, 2) == 0,
            f"own {own}, ledger {ledger:.2f}, in the orchard's name {others}",
        )
        taxes = self.env["account.move.line"].search_count(
            [
                ("company_id", "=", self.companies["association"].id),
                ("tax_line_id", "!=", False),
            ]
        )
        self.check_one_stop_shop()
        self.check("who-is-not-liable-books-no-tax", not taxes, f"{taxes} items")

    def check_one_stop_shop(self):
        """Oranges bear 4 % in Spain, and 5.5 % for French families once the grower has
        chosen the one-stop shop; the price stays."""
        rates = {}
        for cycle in self.cycles["grower"]:
            lines = cycle.sudo().order_ids.invoice_ids.invoice_line_ids
            rates[cycle.name] = sorted(set(lines.tax_ids.mapped("amount")))
        declared = self.env["off.oss.quarter"].search(
            [("company_id", "=", self.companies["grower"].id)]
        )
        last = self.cycles["grower"][-1].sudo().order_ids.invoice_ids
        joined = self.args.cycles > LAST_OF_GROWER
        expected = [[4.0]] * (len(rates) - joined) + [[5.5]] * joined
        total = sum(declared.mapped("base")) + sum(declared.mapped("tax"))
        self.check(
            "oss-families-abroad-are-charged-their-own-rate",
            list(rates.values()) == expected
            and round(total - joined * sum(last.mapped("amount_total")), 2) == 0,
            f"{rates}; declared {total:.2f}",
        )

    # -- the year ----------------------------------------------------------------------
    def close_years(self):
        from odoo.addons.off_l10n_fr_accounting.books import fec

        for key in ("association", "cooperative"):
            desk = self.desks[key]
            company = self.companies[key].with_env(desk)
            self.finish_drafts(key)
            with freeze_time("2026-02-20 08:00:00"):
                made = self.make_fec(desk)
                rows = fec.read(made)
                told = fec.get_balances(rows)
                ledger = self.get_ledger(key)
                self.check(
                    f"the-fec-of-the-{key}-is-its-ledger",
                    rows and told == ledger and not fec.get_unbalanced(rows),
                    f"{len(rows)} lines, {len(told)} accounts, "
                    f"{sorted(set(told.items()) ^ set(ledger.items()))[:6]}",
                )
                result = company._off_get_result(*YEAR)
                closing = desk["off.year.closing"].create({"date": "2025-12-31"})
                closing.action_close()
                closing.invalidate_recordset()
                ((left,),) = self.read(checks.CLASSES, company.id, *YEAR)
                self.check(
                    f"the-year-of-the-{key}-is-closed",
                    closing.state == "closed" and not left,
                    f"result {result:.2f}, left on classes 6 and 7 {left}",
                )
            self.env.cr.commit()

    def finish_drafts(self, key):
        """Bills whose paper has come."""
        with freeze_time("2025-12-30 08:00:00"):
            drafts = self.env["account.move"].search(
                [("company_id", "=", self.companies[key].id), ("state", "=", "draft")]
            )
            for bill in drafts.filtered(lambda one: one.move_type == "in_invoice"):
                bill.write({"ref": f"P-{bill.id}", "invoice_date": "2025-12-30"})
            drafts.action_post()

    def make_fec(self, desk):
        wizard = desk["l10n_fr.fec.export.wizard"].create(
            {"date_from": YEAR[0], "date_to": YEAR[1], "test_file": True}
        )
        return wizard.generate_fec()["file_content"]

    def get_ledger(self, key):
        company = self.companies[key]
        self.env.flush_all()
        self.env.cr.execute(
            checks.LEDGER,
            {
                "root": str(company.root_id.id),
                "company": company.id,
                "start": YEAR[0],
                "end": YEAR[1],
            },
        )
        return {code: Decimal(str(balance)) for code, balance in self.env.cr.fetchall()}

    def check_locks(self):
        """Nothing changes in a year that is closed, and sales are sealed."""
        for key in ("association", "cooperative"):
            company = self.companies[key]
            move = self.env["account.move"].search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "posted"),
                    ("move_type", "=", "in_invoice"),
                ],
                limit=1,
            )
            try:
                with self.env.cr.savepoint():
                    move.with_env(self.desks[key]).button_draft()
                    self.env.flush_all()
                refused = False
            except UserError:
                refused = True
            ((open_ones,),) = self.read(checks.UNHASHED, company.id)
            self.check(
                f"nothing-changes-in-the-closed-year-of-the-{key}",
                move and refused and not open_ones,
                f"{move.name} refused: {refused}; sales without seal {open_ones}",
            )
