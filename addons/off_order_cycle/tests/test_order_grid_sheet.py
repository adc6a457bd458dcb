import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_order_grid import GridCommon


@tagged("post_install", "-at_install")
class TestOrderGridSheet(GridCommon):
    """The grid as a spreadsheet, and those for whom it is typed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order({cls.product: 3})

    def _download(self):
        rows = [
            self._type({self.product: 3}, self.order),
            self._type({self.leeks: 2}, partner=self.families[1]),
        ]
        content = self.desk.write_grid_sheet(rows)["content"]
        return openpyxl.load_workbook(io.BytesIO(base64.b64decode(content)))

    def _read(self, book):
        out = io.BytesIO()
        book.save(out)
        return self.desk.read_grid_sheet(base64.b64encode(out.getvalue()).decode())

    def test_a_column_a_customer_goes_out_and_comes_back(self):
        book = self._download()
        header, carrots, leeks = book.active.values
        self.assertEqual(
            header[6:],
            (
                f"Family 0 ({self.order.name})",
                f"Family 1 (C{self.families[1].id})",
            ),
        )
        self.assertEqual((carrots[6:], leeks[6:]), ((3, None), (None, 2)))
        book.active["G2"] = 5
        book.active["H2"] = 1
        answer = self._read(book)
        self.assertEqual(answer["faults"], [])
        first, second = answer["columns"]
        keys = [str(self.offers[one].id) for one in (self.product, self.leeks)]
        self.assertEqual(
            (first["order"], first["partner"], first["cells"]),
            (self.order.id, self.families[0].id, {keys[0]: 5}),
        )
        self.assertEqual(second["order"], False)
        self.assertEqual(second["cells"], {keys[0]: 1, keys[1]: 2})
        self.assertEqual(self._get_quantities(self.order), {self.product: 3})

    def test_r19_cases_and_what_is_accepted_on_top(self):
        leeks = str(self.offers[self.leeks].id)
        self.offers[self.leeks].incoming_id.pack_size = 6
        row = self._type({self.leeks: 2}, partner=self.families[1], tops={leeks: 3})
        content = self.desk.write_grid_sheet([row])["content"]
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(content)))
        line = next(line for line in book.active.values if line[1] == "Leeks")
        self.assertEqual(line[5:], (6, "2+3"))
        (column,) = self._read(book)["columns"]
        self.assertEqual((column["cells"], column["tops"]), ({leeks: 2}, {leeks: 3}))

    def test_lines_and_columns_that_are_wrong_are_told(self):
        hidden = self.env["res.partner"].create({"name": "Family of B"})
        hidden._off_serve_by(self.company_b)
        book = self._download()
        book.active["G2"] = "=1+1"
        book.active["H3"] = -1
        book.active["I1"] = "Somebody"
        book.active["J1"] = f"Family (C{hidden.id})"
        answer = self._read(book)
        text = "\n".join(answer["faults"])
        for part in (
            "Column “Somebody”",
            f"Column “Family (C{hidden.id})”",
            "Line 2: a formula",
            "Line 3: “-1” is negative",
        ):
            self.assertIn(part, text)
        self.assertEqual(len(answer["columns"]), 2)
        with self.assertRaisesRegex(UserError, "did not arrive"):
            self.desk.read_grid_sheet("é")

    def test_customers_are_found_and_made_by_staff_of_the_hub(self):
        found = self.desk.find_grid_customers("family 2")
        self.assertEqual([one["partner"] for one in found], self.families[2].ids)
        made = self.desk.create_grid_customer("Nour", "0240000000", "nour@example.org")
        partner = self.env["res.partner"].browse(made["partner"])
        self.assertEqual(partner.off_company_ids, self.company_a)
        self.assertEqual(made["detail"], "0240000000 · nour@example.org")
        self.assertEqual(self.desk.find_grid_customers("nour@"), [made])
        for values, text in (
            (("", ""), "Write the name"),
            (("Nour", "", "Nour@Example.org"), "search for this name"),
            (("Nour", "", "nour"), "is not a mail address"),
        ):
            with self.assertRaisesRegex(UserError, text):
                self.desk.create_grid_customer(*values)
        stranger = self.exchange.with_user(self.coordinator_b)
        for call in (
            lambda: stranger.find_grid_customers("family"),
            lambda: stranger.create_grid_customer("Nour"),
            lambda: stranger.get_usual_grid_customers(),
            lambda: stranger.write_grid_sheet([]),
            lambda: stranger.read_grid_sheet(""),
            lambda: stranger.quote_order_grid([]),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_customers_of_the_last_sales_are_offered(self):
        later = self._create_cycle().outgoing_ids
        later.cycle_id.write({"date_open": "2100-01-01", "date_close": "2100-01-03"})
        desk = later.with_user(self.manager).with_company(self.company_a)
        self.assertEqual(
            [one["partner"] for one in desk.get_usual_grid_customers()],
            self.families[0].ids,
        )

    def test_r18_a_quote_is_what_the_order_will_cost(self):
        fee = {"hub_id": self.hub_a.id, "amount": 1.0, "tax_rule": "none"}
        self.exchange.fee_ids, self.cycle.fee_ids = self.env["off.fee"].create(
            [
                {**fee, "name": "Packing", "calculator": "percent_of_total"},
                {**fee, "name": "Desk", "calculator": "flat_per_order"},
            ]
        )
        self.exchange.offer_ids.price = 4.0
        rows = [
            self._type({self.product: 5, self.leeks: 1}, self.order),
            self._type({self.leeks: 2}, partner=self.families[1]),
        ]
        quotes = self.desk.quote_order_grid(rows)
        saved = self._save(*rows)
        self.assertEqual(
            [quotes[row["key"]] for row in saved],
            [row["now"]["total"] for row in saved],
        )
        # The order was validated before there were fees.
        self.assertEqual(quotes[rows[0]["key"]], 5 * 2.5 + 4)
        self.assertGreater(quotes[rows[1]["key"]], 2 * 4)
