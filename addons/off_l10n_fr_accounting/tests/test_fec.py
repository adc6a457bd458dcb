from decimal import Decimal

from odoo.tests import freeze_time, tagged
from odoo.tests.common import BaseCase

from ..books import fec
from .common import FrenchBooksCommon


@tagged("post_install", "-at_install")
class TestReader(BaseCase):
    def _write(self, *lines):
        return "\r\n".join(["|".join(fec.COLUMNS), *lines]).encode()

    def test_balances_are_summed_by_account(self):
        line = "VTE|Sales|F1|20260301|{}|Name|||-|20260301|Text|{}|{}||||||20260301||"
        line = "VTE|Sales|F1|20260301|{}|Name|||-|20260301|Text|{}|{}|||20260301||"
        content = self._write(
            line.format("512000", "0000012,50", "0,00"),
            line.format("707000", "0,00", "12,50"),
            line.format("512000", "1,00", "0,00"),
        )
        rows = fec.read(content)
        self.assertEqual(
            fec.get_balances(rows),
            {"512000": Decimal("13.50"), "707000": Decimal("-12.50")},
        )
        self.assertEqual(fec.get_unbalanced(rows), {("VTE", "F1"): Decimal(1)})

    def test_what_is_wrong_is_told_with_its_line(self):
        with self.assertRaisesRegex(ValueError, "line 1"):
            fec.read(b"a|b")
        with self.assertRaisesRegex(ValueError, "line 2: 3 columns of 18"):
            fec.read(self._write("a|b|c"))
        line = "VTE|Sales|F1|2026-03|512000|Name|||-|20260301|Text|1|0|||20260301||"
        with self.assertRaisesRegex(ValueError, "line 2: EcritureDate is '2026-03'"):
            fec.read(self._write(line))


@tagged("post_install", "-at_install")
@freeze_time("2027-02-15")
class TestFec(FrenchBooksCommon):
    """2025: a profit of 30.00; 2026: sales, an invoice, purchases; 2027: one entry."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company._off_set_up_books("company")
        # Odoo's file of entries is for who sees all of accounting.
        cls.accountant.group_ids += cls.env.ref("account.group_account_user")
        cls.company.company_registry = "12345678200010"
        cls.customer = cls.env["res.partner"].create({"name": "Ann"})
        cls._book("2025-06-01", ("512001", 30.0), ("707000", -30.0))
        cls._book("2026-03-01", ("512001", 1000.01), ("707000", -1000.01))
        cls._book("2026-12-31", ("607000", 400.10), ("512001", -400.10))
        cls._book("2027-01-02", ("512001", 7.0), ("707000", -7.0))
        invoice = (
            cls.env["account.move"]
            .with_company(cls.company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": cls.customer.id,
                    "invoice_date": "2026-05-05",
                    "invoice_line_ids": [
                        (0, 0, {"name": "Carrots", "price_unit": 10.55}),
                    ],
                }
            )
        )
        invoice.action_post()

    @classmethod
    def _account(cls, code):
        if code == "512001":
            return cls._journal("bank").default_account_id
        return super()._account(code)

    def _export(self, year):
        wizard = (
            self.env["l10n_fr.fec.export.wizard"]
            .with_user(self.accountant)
            .with_company(self.company)
            .create(
                {
                    "date_from": f"{year}-01-01",
                    "date_to": f"{year}-12-31",
                    "test_file": True,
                }
            )
        )
        made = wizard.generate_fec()
        return made["file_name"], fec.read(made["file_content"])

    def test_the_button_gives_the_file(self):
        wizard = (
            self.env["l10n_fr.fec.export.wizard"]
            .with_user(self.accountant)
            .with_company(self.company)
            .create(
                {
                    "date_from": "2025-01-01",
                    "date_to": "2025-12-31",
                    "test_file": True,
                }
            )
        )
        action = wizard.create_fec_report_action()
        number = int(action["url"].split("/")[-1].split("?")[0])
        attachment = self.env["ir.attachment"].browse(number)
        self.assertTrue(attachment.name.endswith(".txt"))
        self.assertEqual(
            fec.read(attachment.raw), fec.read(wizard.generate_fec()["file_content"])
        )
        self.assertTrue(fec.read(attachment.raw))

    def _get_ledger(self, start, end):
        """Balances of posted items by the code of their account, without closings."""
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("date", ">=", start),
                ("date", "<=", end),
                ("move_id.closing_type", "!=", "loss_profit"),
            ]
        )
        balances = {}
        for line in lines:
            code = line.account_id.with_company(self.company).code
            amount = Decimal(str(round(line.balance, 2)))
            balances[code] = balances.get(code, Decimal(0)) + amount
        return {code: balance for code, balance in balances.items() if balance}

    def test_its_totals_by_account_are_those_of_the_ledger(self):
        _name, rows = self._export(2026)
        self.assertEqual(
            fec.get_balances(rows, opening=False),
            self._get_ledger("2026-01-01", "2026-12-31"),
        )
        self.assertFalse(fec.get_unbalanced(rows))

    def test_it_opens_with_what_was_carried_forward(self):
        _name, rows = self._export(2026)
        opening = fec.get_balances([row for row in rows if row.journal == fec.OPENING])
        cash = self._account("512001").with_company(self.company).code
        self.assertEqual(opening[cash], 30)
        self.assertEqual(sum(opening.values()), 0)

    def test_closing_the_year_changes_nothing_in_its_file(self):
        _name, before = self._export(2026)
        for day in ("2025-06-01", "2026-06-01"):
            self.env["off.year.closing"].with_company(self.company).create(
                {"date": day}
            ).action_close()
        _name, after = self._export(2026)
        self.assertEqual(
            fec.get_balances(after, opening=False),
            fec.get_balances(before, opening=False),
        )
        opening = [row for row in after if row.journal == fec.OPENING]
        self.assertEqual(fec.get_balances(opening)["120000"], -30)
        charges = [row for row in after if row.account[0] in "67"]
        result = -sum(fec.get_balances(charges).values())
        self.assertEqual(
            float(result),
            self.env["off.year.closing"]
            .with_company(self.company)
            .create({"date": "2026-06-01"})
            .result,
        )

    def test_its_name_has_the_siren_without_a_vat_number(self):
        name, _rows = self._export(2026)
        self.assertEqual(name, "123456782FEC20261231.txt")
