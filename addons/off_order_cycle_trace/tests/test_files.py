import os
from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged

from .common import TraceCommon


@tagged("post_install", "-at_install")
class TestFiles(TraceCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.families[0].name = "=1+1"
        self.receipt = self._hand_over({"L1": 4, "L2": 5})
        self.lot = self._lot("L1")

    def _read(self, content):
        book = load_workbook(BytesIO(content))
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}

    def test_the_spreadsheet_of_a_lot(self):
        self.authenticate("stock_a", "stock_a")
        response = self.url_open(f"/off/trace/lot/{self.lot.id}.xlsx")
        self.assertEqual(response.status_code, 200)
        sheets = self._read(response.content)
        self.assertEqual(sheets.keys(), {"Origin", "Balance", "Customers"})
        self.assertEqual(sheets["Origin"][1][:3], ("Leeks", "L1", "Grower"))
        rows = sheets["Customers"][1:]
        self.assertEqual({row[0] for row in rows}, {"=1+1", "Family 1"})
        self.assertEqual(sum(row[8] for row in rows), 4)
        self.assertEqual(
            {row[2]: row[3] for row in sheets["Balance"][1:]}["Delivered"], 4
        )

    def test_the_spreadsheet_of_an_order(self):
        path = self._trace()._write_xlsx("order", self.orders[1].id)
        self.addCleanup(os.unlink, path)
        with open(path, "rb") as file:
            rows = self._read(file.read())["Origin"][1:]
        self.assertEqual({row[6] or "" for row in rows}, {"L1", "L2", ""})
        self.assertEqual({(row[8], row[10]) for row in rows}, {("Grower", "Grower")})

    def test_paper(self):
        report = self.env["ir.actions.report"].with_user(self.stockist)
        report = report.with_context(allowed_company_ids=self.company_a.ids)
        html, _kind = report._render_qweb_html(
            "off_order_cycle_trace.action_report_trace", self.lot.ids
        )
        text = html.decode()
        for part in ("L1", "Grower", "=1+1", "Family 1", "Town hall"):
            self.assertIn(part, text)
        self.assertNotIn("Family 2", text)

    def test_strange_addresses_end_well(self):
        self.authenticate("stock_a", "stock_a")
        for address, status in (
            (f"/off/trace/nothing/{self.lot.id}.xlsx", 400),
            (f"/off/trace/lot/{9 * 10**30}.xlsx", 400),
            ("/off/trace/lot/0.xlsx", 400),
            (f"/off/trace/lot/{self.lot.id}.xlsx?cids=x-{self.company_b.id}", 200),
            (f"/off/trace/customer/{self.families[0].id}.xlsx?date_from=x", 200),
        ):
            with self.subTest(address=address):
                self.assertEqual(self.url_open(address).status_code, status)
