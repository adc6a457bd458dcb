import io
import json
from datetime import datetime

import openpyxl
from lxml import html

from odoo.fields import Domain
from odoo.tests import HttpCase, tagged

from ..models.off_cycle_report_files import PDF
from ..reports import REPORTS
from .common import ReportCommon, get_codes


@tagged("post_install", "-at_install")
class TestFiles(ReportCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.honey.name = "=1+1"
        cls.orders = cls._make_orders()

    def _download(self, code, extension="xlsx"):
        self.authenticate("coordinator_a", "coordinator_a")
        filters = json.dumps({"cycles": self.cycle.ids})
        return self.url_open(f"/off/reports/{code}.{extension}?filters={filters}")

    def _open(self, code):
        response = self._download(code)
        self.assertEqual(response.status_code, 200, response.text)
        page = openpyxl.load_workbook(io.BytesIO(response.content)).active
        return response, page

    def _print(self, code, reports=None):
        """The page that becomes a PDF: what makes one of it may not be there."""
        reports = self.reports if reports is None else reports
        report = reports.env["ir.actions.report"]
        content, _kind = report._render_qweb_html(
            PDF, [], data={"code": code, "filters": {"cycles": self.cycle.ids}}
        )
        return html.fromstring(content)

    def test_a_sheet_holds_the_rows_and_totals_of_the_report(self):
        _response, page = self._open("supplier_totals")
        lines = list(page.iter_rows(values_only=True))
        names = {text: place for place, text in enumerate(lines[0])}
        cost = names["Cost"]
        rows = [line for line in lines[1:] if line[names["Product"]]]
        self.assertEqual(
            [line[cost] for line in rows],
            [row["cost"] for row in self._read("supplier_totals")],
        )
        self.assertEqual(
            [(line[0], line[cost]) for line in lines if str(line[0])[:5] == "Total"],
            [("Total Beekeeper", 24), ("Total Grower", 36), ("Total", 60)],
        )

    def test_values_are_numbers_moments_and_texts(self):
        _response, page = self._open("orders_distributors")
        head = [cell.value for cell in page[1]]
        row = dict(zip(head, page[2], strict=True))
        self.assertIsInstance(row["Ordered"].value, int | float)
        self.assertIsInstance(row["Amount"].value, int | float)
        self.assertEqual(row["Amount"].number_format, "#,##0.00")
        self.assertIsInstance(row["Pickup"].value, datetime)
        products = {cell.value: cell.data_type for cell in page[self._place(head)]}
        self.assertEqual(products["=1+1"], "s")
        self.assertEqual(page.freeze_panes, "A2")
        self.assertGreater(page.column_dimensions["A"].width, 10)

    def _place(self, head):
        return chr(ord("A") + head.index("Product"))

    def test_the_name_of_a_file_tells_the_report_the_cycle_and_the_day(self):
        response, _page = self._open("packing_customer")
        name = response.headers["Content-Disposition"]
        self.assertIn("Packing%20by%20customer%20-%20First%20week%20-%202", name)
        self.assertEqual(response.headers["Cache-Control"], "private, no-store")

    def test_every_report_is_a_sheet(self):
        for code in get_codes():
            with self.subTest(code=code):
                _response, page = self._open(code)
                self.assertGreater(page.max_row, 2)

    def test_every_printed_report_has_its_rows_once(self):
        for code in get_codes():
            report = REPORTS[code]
            if report.printed:
                with self.subTest(code=code):
                    page = self._print(code)
                    rows = page.xpath("//tbody/tr[not(contains(@class, 'o_off_sum'))]")
                    self.assertEqual(len(rows), len(self._read(code)))

    def test_the_address_of_a_pdf_answers(self):
        response = self._download("packing_customer", "pdf")
        self.assertEqual(response.status_code, 200, response.text)

    def test_each_producer_has_a_page(self):
        page = self._print("supplier_totals")
        self.assertEqual(len(page.xpath("//div[contains(@class, 'o_off_sheet')]")), 1)
        self.assertEqual(
            [head.text for head in page.xpath("//h3")], ["Beekeeper", "Grower"]
        )

    def test_a_customer_s_box_does_not_break_over_pages(self):
        # Where people are asked for their consent the number needs it.
        self.patch(
            self.env.registry["res.partner"],
            "_off_get_consent_domain",
            lambda *_args: Domain.TRUE,
        )
        page = self._print("packing_customer")
        boxes = page.xpath("//div[contains(@class, 'o_off_keep')][table/tbody/tr/td]")
        heads = page.xpath("//h4")
        self.assertEqual(
            [head.text for head in heads],
            ["Family 0 · 0102030405", "Family 1", "Family 2"],
        )
        self.assertGreaterEqual(len(boxes), 3)
        self.assertTrue(page.xpath("//td[@class='o_off_tick']/span"))

    def test_paper_and_sheets_are_in_french(self):
        reports = self.reports.with_context(lang="fr_FR")
        page = self._print("supplier_totals", reports)
        text = " ".join(page.xpath("//text()"))
        self.assertIn("Totaux par producteur", text)
        self.assertIn("Prix d’achat", text)
        self.assertIn("60,00", text)

    def test_nothing_says_what_to_change(self):
        reports = self._get_reports(self.coordinator_b)
        self.assertIn(
            "choose another cycle",
            " ".join(self._print("delivery", reports).xpath("//text()")),
        )

    def test_a_long_report_is_not_waited_for(self):
        self.env["ir.config_parameter"].set_param("off_order_cycle_report.long", "2")
        response = self._download("delivery")
        self.assertEqual(response.status_code, 400)
        self.assertIn("background", response.text)
