import io
import re

import openpyxl

from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestOrderList(CycleWebsiteCase):
    """The list for professional buyers, on the page and as a spreadsheet."""

    def setUp(self):
        super().setUp()
        self._login(self.customer)
        self.path = f"{self._get_path()}/list"

    def _get_token(self):
        return re.search(
            r'name="csrf_token"[^>]*value="([^"]+)"', self.url_open(self.path).text
        )[1]

    def _key(self, product):
        return f"qty_{self._get_offer(product).id}"

    def _get_basket(self):
        self.env.invalidate_all()
        basket = self.env["off.basket"]._find(self.exchange, self.customer.partner_id)
        return basket._get_quantities()

    def _order_before(self, quantities):
        """An order of the customer in an earlier cycle."""
        edge = self._create_cycle(self.hub).outgoing_ids
        offers = {offer.product_id: offer for offer in edge.offer_ids}
        edge._place_order(
            self.customer.partner_id,
            {offers[product]: number for product, number in quantities.items()},
            edge.slot_ids[0],
        )

    def _download(self):
        response = self.url_open(f"{self.path}.xlsx")
        self.assertEqual(response.status_code, 200)
        return openpyxl.load_workbook(io.BytesIO(response.content))

    def _upload(self, content, name="list.xlsx"):
        if not isinstance(content, bytes):
            out = io.BytesIO()
            content.save(out)
            content = out.getvalue()
        return self.url_open(
            f"{self.path}/upload",
            data={"csrf_token": self._get_token()},
            files={"file": (name, content)},
            allow_redirects=False,
        )

    def _fill(self, book, quantities):
        for line in book.active.iter_rows(min_row=2):
            reference = line[0].value
            for product, number in quantities.items():
                if reference == f"{self.exchange.id}-{self._get_offer(product).id}":
                    line[7].value = number
        return book

    def test_usual_products_come_first_with_what_they_cost_before(self):
        self._order_before({self.egg: 1})
        self.egg.off_availability_ids.declared_qty = 5
        text = self.url_open(self.path).text
        self.assertIn("Your usual products", text)
        self.assertLess(text.index("Eggs"), text.index("Everything else"))
        self.assertLess(text.index("Everything else"), text.index("Bread"))
        self.assertRegex(text, r"1 × \D*2\.00")
        self.assertIn(self.path, self.url_open(self._get_path()).text)

    def test_the_list_fills_the_basket_of_the_shop(self):
        token = self._get_token()
        self.url_open(
            self.path, data={"csrf_token": token, self._key(self.carrot): "3"}
        )
        self.assertEqual(self._get_basket(), {self._get_offer(self.carrot).id: 3})
        self.assertIn('value="3"', self.url_open(self.path).text)
        response = self.url_open(
            self.path, data={"csrf_token": token, self._key(self.carrot): "1.5"}
        )
        self.assertIn("not a whole number", response.text)
        self.assertIn('value="1.5"', response.text)
        self.assertEqual(self._get_basket(), {self._get_offer(self.carrot).id: 3})

    def test_a_filled_list_fills_the_basket(self):
        self._order_before({self.carrot: 4})
        book = self._download()
        rows = list(book.active.values)
        self.assertEqual(
            rows[0],
            (
                "Reference",
                "Product",
                "Producer",
                "Unit",
                "Price",
                "Case of",
                "Last quantity",
                "Quantity",
            ),
        )
        carrots = next(row for row in rows if row[1] == "Carrots")
        self.assertEqual(carrots[2:], ("Ferme du Bois", "Units", 3.5, None, 4, None))
        response = self._upload(self._fill(book, {self.carrot: 2, self.bread: "1,0"}))
        self.assertEqual(response.status_code, 303)
        self.assertEqual(
            self._get_basket(),
            {self._get_offer(self.carrot).id: 2, self._get_offer(self.bread).id: 1},
        )

    def test_r19_cases_are_told_and_what_is_accepted_on_top_is_kept(self):
        offer = self._get_offer(self.carrot)
        offer.incoming_id.pack_size = 6
        page = self.url_open(self.path).text
        self.assertIn("Case of 6: 6 missing", page)
        self.url_open(
            self.path,
            data={
                "csrf_token": self._get_token(),
                self._key(self.carrot): "3",
                f"tol_{offer.id}": "2",
            },
        )
        basket = self.env["off.basket"]._find(self.exchange, self.customer.partner_id)
        self.env.invalidate_all()
        self.assertEqual(basket._get_tolerances(), {offer.id: 2})
        book = self._download()
        row = next(row for row in book.active.values if row[1] == "Carrots")
        self.assertEqual((row[5], row[7]), (6, "3+2"))
        self._upload(self._fill(book, {self.carrot: "4+1"}))
        self.env.invalidate_all()
        self.assertEqual(basket._get_quantities(), {offer.id: 4})
        self.assertEqual(basket._get_tolerances(), {offer.id: 1})
        answer = self._upload(self._fill(self._download(), {self.bread: "1+1"}))
        self.assertIn("it has no case to fill", answer.text)

    def test_bad_lines_are_told_and_good_ones_taken_only_when_asked(self):
        book = self._fill(
            self._download(), {self.carrot: 50, self.bread: 2, self.egg: "=1+1"}
        )
        book.active.append(
            [f"{self.exchange.id}-999999999", "?", "", "", 1, None, None, 3]
        )
        response = self._upload(book)
        self.assertEqual(response.status_code, 200)
        for text in ("12 left", "a formula", "Line 5", "no reference of this list"):
            self.assertIn(text, response.text)
        self.assertEqual(self._get_basket(), {})
        form = response.text[response.text.index('id="off_faults"') :]
        fields = dict(
            re.findall(
                r'name="([^"]+)"\s+value="([^"]+)"', form[: form.index("</form")]
            )
        )
        self.assertEqual(
            {key: value for key, value in fields.items() if key.startswith("qty_")},
            {self._key(self.bread): "2"},
        )
        self.url_open(self.path, data=fields)
        self.assertEqual(self._get_basket(), {self._get_offer(self.bread).id: 2})

    def test_files_of_other_sales_and_other_kinds_are_refused(self):
        other = self._create_cycle(self._create_hub("Second hub", self.company))
        foreign = other.outgoing_ids._write_order_list(self.customer.partner_id, {})
        response = self._upload(self._fill(self._download(), {}))
        self.assertEqual(response.status_code, 303)
        for content, text in (
            (foreign, "the list of another sale"),
            (b"%PDF-1.4\0", "no spreadsheet that can be read"),
            (b"", "is empty"),
            (b"x" * 2_000_001, "too large"),
            (b"a;b\n1;2\n", "are not in this file"),
        ):
            with self.subTest(text=text):
                self.assertIn(text, self._upload(content).text)
        response = self.url_open(
            f"{self.path}/upload", data={"csrf_token": self._get_token()}
        )
        self.assertIn("Choose the file first", response.text)
        self.assertEqual(self._get_basket(), {})

    def test_csv_is_read_too(self):
        offer = self._get_offer(self.carrot)
        text = f"Reference;Quantity\r\n{self.exchange.id}-{offer.id};3\r\n"
        self.assertEqual(self._upload(text.encode(), "list.csv").status_code, 303)
        self.assertEqual(self._get_basket(), {offer.id: 3})

    def test_who_may_not_order_here_has_no_list(self):
        self.authenticate(None, None)
        for address in (self.path, f"{self.path}.xlsx", f"{self.path}/upload"):
            response = self.url_open(address, allow_redirects=False)
            self.assertIn("/web/login", response.headers.get("Location", ""), address)
        self._login(self.customer)
        self.hub.seen_by = "members"
        response = self.url_open(self.path, allow_redirects=False)
        self.assertTrue(response.headers["Location"].endswith(self._get_path()))
        self.hub.seen_by = "public"
        self.cycle.action_close()
        self.assertEqual(self.url_open(f"{self.path}.xlsx").status_code, 404)
        self.assertIn("closed", self.url_open(self.path).text)

    def test_two_customers_do_not_see_each_other_s_prices(self):
        self._order_before({self.carrot: 7})
        self._login(self.neighbour)
        self.assertNotIn("7 ×", self.url_open(self.path).text)
        self.assertEqual(
            [row[6] for row in self._download().active.values][1:], [None] * 3
        )
