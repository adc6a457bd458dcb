from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import FrenchBooksCommon


@tagged("post_install", "-at_install")
@freeze_time("2027-02-15")
class TestReports(FrenchBooksCommon):
    """Every account of the chart has an amount of its own, in 2026 in one direction, in
    2027 in the other."""

    KIND = "company"
    TOTALS = ("CO", "EE", "HN")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company._off_set_up_books(cls.KIND)
        cls.accounts = cls.env["account.account"].search(
            [
                ("company_ids", "in", cls.company.ids),
                ("account_type", "!=", "off_balance"),
            ]
        )
        cls.bank = cls._journal("bank").default_account_id

    @classmethod
    def _book_every_account(cls, day, sign):
        """:return: balance by account of the entry"""
        balances = {
            account: sign * (number * 7 + 0.01 * (number % 97))
            for number, account in enumerate(cls.accounts - cls.bank, 1)
        }
        balances[cls.bank] = -sum(balances.values())
        move = (
            cls.env["account.move"]
            .with_company(cls.company)
            .create(
                {
                    "journal_id": cls._journal().id,
                    "date": day,
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": account.id,
                                "debit": round(max(balance, 0), 2),
                                "credit": round(max(-balance, 0), 2),
                            }
                        )
                        for account, balance in balances.items()
                    ],
                }
            )
        )
        move.action_post()
        return move

    def _get_columns(self, kind):
        """:return: ``{name of the line: (this year, the year before)}``"""
        instance = self.env["mis.report.instance"].search(
            [("company_id", "=", self.company.id), ("report_id", "=", kind.id)]
        )
        self.assertEqual(len(instance), 1)
        matrix = instance.with_company(self.company)._compute_matrix()
        return {
            row.kpi.name: tuple(cell.val or 0 for cell in row.iter_cells())
            for row in matrix.iter_rows()
            if not row.account_id
        }

    def _get_reports(self):
        ref = self.env.ref
        return (
            ref("l10n_fr_mis_reports.mis_report_pl"),
            ref("l10n_fr_mis_reports.mis_report_bs"),
        )

    def _get_result(self, year):
        return self.company._off_get_result(f"{year}-01-01", f"{year}-12-31")

    def test_the_balance_sheet_balances_and_the_result_is_the_ledgers(self):
        self._book_every_account("2026-12-31", 1)
        self._book_every_account("2027-01-15", -3)
        self._check_reports()

    def _check_reports(self):
        loss, sheet = self._get_reports()
        assets, liabilities, result = self.TOTALS
        columns = self._get_columns(sheet)
        for place in (0, 1):
            self.assertAlmostEqual(
                columns[assets][place], columns[liabilities][place], 2
            )
            self.assertNotAlmostEqual(columns[assets][place], 0, 2)
            self.assertAlmostEqual(columns["CHECK"][place], 0, 2)
        columns = self._get_columns(loss)
        for place, year in ((0, 2027), (1, 2026)):
            self.assertAlmostEqual(columns[result][place], self._get_result(year), 2)
            self.assertAlmostEqual(columns["CHECK"][place], 0, 2)

    def test_they_say_the_same_once_the_year_is_closed(self):
        sold = self._account("707000")
        move = self.env["account.move"].with_company(self.company)
        move.create(
            {
                "journal_id": self._journal().id,
                "date": "2026-04-01",
                "line_ids": [
                    Command.create({"account_id": self.bank.id, "debit": 80}),
                    Command.create({"account_id": sold.id, "credit": 80}),
                ],
            }
        ).action_post()
        result = self.TOTALS[2]
        loss, sheet = self._get_reports()
        before = self._get_columns(loss), self._get_columns(sheet)
        self.assertEqual(before[0][result], (0, 80))
        self.env["off.year.closing"].with_company(self.company).create(
            {"date": "2026-06-01"}
        ).action_close()
        self.assertEqual((self._get_columns(loss), self._get_columns(sheet)), before)

    def test_a_fiscal_year_that_ends_in_june(self):
        self.company.write({"fiscalyear_last_month": "6", "fiscalyear_last_day": 30})
        loss, _sheet = self._get_reports()
        instance = self.env["mis.report.instance"].search(
            [("company_id", "=", self.company.id), ("report_id", "=", loss.id)]
        )
        periods = [
            (str(period.date_from), str(period.date_to))
            for period in instance.period_ids
        ]
        self.assertEqual(
            periods, [("2026-07-01", "2027-06-30"), ("2025-07-01", "2026-06-30")]
        )

    def test_it_is_printed_and_exported(self):
        loss, sheet = self._get_reports()
        instances = self.env["mis.report.instance"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(instances.report_id, loss | sheet)
        content, kind = self.env["ir.actions.report"]._render(
            "mis_builder.mis_report_instance_xlsx", instances[:1].ids, {}
        )
        self.assertEqual((kind, content[:2]), ("xlsx", b"PK"))


class TestReportsOfAssociations(TestReports):
    KIND = "association"
    TOTALS = ("ACTIF", "PASSIF", "RESULTAT")

    def _get_reports(self):
        ref = self.env.ref
        return (
            ref("off_l10n_fr_accounting.mis_report_association_pl"),
            ref("off_l10n_fr_accounting.mis_report_association_bs"),
        )

    def test_the_hours_of_volunteers_stand_at_the_foot(self):
        self._book("2027-01-31", ("864000", 360.0), ("875000", -360.0))
        loss, _sheet = self._get_reports()
        columns = self._get_columns(loss)
        self.assertEqual(columns["BENEVOLAT"][0], 360)
        self.assertEqual(columns["PERSONNEL"][0], 360)
        self.assertEqual(columns["RESULTAT"][0], 0)
