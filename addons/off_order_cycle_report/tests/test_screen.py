from odoo.tests import tagged

from ..models import off_cycle_report_page
from .common import ReportCommon


@tagged("post_install", "-at_install")
class TestScreen(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._make_orders()

    def _get(self, code, page=1, **filters):
        return self.reports.get_page(code, {"cycles": self.cycle.ids, **filters}, page)

    def test_a_page_has_heads_rows_and_sums(self):
        page = self._get("supplier_totals")
        self.assertEqual(
            [(line["kind"], line.get("text")) for line in page["lines"]],
            [
                ("head", "Beekeeper"),
                ("row", None),
                ("sum", "Beekeeper"),
                ("head", "Grower"),
                ("row", None),
                ("row", None),
                ("sum", "Grower"),
            ],
        )
        names = [column["name"] for column in page["columns"]]
        self.assertNotIn("producer", names)
        self.assertEqual(page["total"][names.index("cost")], "60.00")
        self.assertEqual(page["lines"][1]["cells"][names.index("ordered")], "3")

    def test_pages_follow_each_other(self):
        whole = self._get("packing_customer")
        self.patch(off_cycle_report_page, "PAGE", 2)
        rows = []
        for number in (1, 2, 3):
            page = self._get("packing_customer", number)
            self.assertEqual((page["count"], page["pages"]), (6, 3))
            self.assertEqual(page["total"], whole["total"])
            rows += [line for line in page["lines"] if line["kind"] == "row"]
        self.assertEqual(rows, [one for one in whole["lines"] if one["kind"] == "row"])

    def test_the_last_cycle_is_what_it_begins_with(self):
        told = self.reports.get_reports()
        self.assertEqual(told["filters"], {"cycles": self.cycle.ids})
        self.assertEqual(told["reports"][0]["code"], "supplier_totals")

    def test_the_button_of_a_cycle_leads_to_its_reports(self):
        action = self.cycle.with_user(self.coordinator_a).action_view_reports()
        self.assertEqual(action["tag"], "off_cycle_reports")
        self.assertEqual(action["params"], {"cycle_id": self.cycle.id})

    def test_a_long_report_is_said_to_be_long(self):
        self.assertFalse(self._get("delivery")["long"])
        self.env["ir.config_parameter"].set_param("off_order_cycle_report.long", "1")
        self.assertTrue(self._get("delivery")["long"])

    def test_french_words_and_numbers(self):
        reports = self.reports.with_context(lang="fr_FR")
        page = reports.get_page("supplier_totals", {"cycles": self.cycle.ids})
        labels = {column["name"]: column["label"] for column in page["columns"]}
        self.assertEqual(labels["ordered"], "Commandé")
        self.assertIn("60,00", page["total"])
        told = reports.get_reports()
        self.assertEqual(told["reports"][0]["label"], "Totaux par producteur")
