from odoo.tests import tagged

from .common import PortalPagesCase

PATH = "/my/network/availability"


@tagged("post_install", "-at_install")
class TestAvailabilityPage(PortalPagesCase):
    def setUp(self):
        super().setUp()
        self.row = self.product.off_availability_ids

    def _fill(self, product, declared="10", price="2.50", demand="", was="10||2.50"):
        return {
            f"was_{product.id}": was,
            f"declared_{product.id}": declared,
            f"price_{product.id}": price,
            **({f"on_demand_{product.id}": demand} if demand else {}),
        }

    def test_a_grower_sees_its_products_with_what_is_left(self):
        self.row._reserve({self.product: 4})
        self._login(self.grower_user)
        page = self.url_open(PATH).text
        self.assertIn("Carrots", page)
        self.assertIn('value="10||2.50"', page)
        self.assertIn('data-show="reserved">4<', page)
        self.assertIn('data-show="left">6<', page)
        self.assertNotIn("Leeks", page)

    def test_the_page_is_compressed(self):
        self._login(self.grower_user)
        response = self.url_open(PATH)
        self.assertEqual(response.headers["Content-Encoding"], "gzip")
        plain = self.url_open(PATH, headers={"Accept-Encoding": "identity"})
        self.assertNotIn("Content-Encoding", plain.headers)

    def test_the_form_saves_without_script_and_reads_a_comma(self):
        self._login(self.grower_user)
        response = self._post(
            f"{PATH}/save", self._fill(self.product, "12,5", "3,2", "1"), PATH
        )
        self.assertIn("3 saved", response.text.replace("<!-- -->", ""))
        self.assertEqual(self.row.declared_qty, 12.5)
        self.assertTrue(self.row.on_demand)
        self.assertEqual(self.product.off_price, 3.2)

    def test_a_wrong_cell_is_said_beside_it_and_nothing_is_lost(self):
        self._login(self.grower_user)
        response = self._post(
            f"{PATH}/save", self._fill(self.product, "a lot", "3.00"), PATH
        )
        self.assertIn("“a lot” is not a number", response.text)
        self.assertIn('value="a lot"', response.text)
        self.assertIn('aria-invalid="true"', response.text)
        self.assertEqual(self.row.declared_qty, 10)
        self.assertEqual(self.product.off_price, 3.0)

    def test_what_the_form_did_not_change_stays_as_somebody_else_set_it(self):
        self._login(self.grower_user)
        self.row.declared_qty = 7
        self._post(f"{PATH}/save", self._fill(self.product, price="3"), PATH)
        self.assertEqual(self.row.declared_qty, 7)
        self.assertEqual(self.product.off_price, 3.0)

    def test_a_cell_is_saved_in_the_background(self):
        self._login(self.grower_user)
        result = self._call(
            f"{PATH}/cell", product_id=self.product.id, name="declared", value="8,25"
        )["result"]
        self.assertEqual(result["line"]["declared"], "8.25")
        self.assertNotIn("error", result)
        self.assertEqual(self.row.declared_qty, 8.25)

    def test_an_emptied_cell_is_none_left(self):
        self._login(self.grower_user)
        form = self._fill(self.product, declared="")
        self._post(f"{PATH}/save", form, PATH)
        self.assertEqual(self.row.declared_qty, 0)
        self.row.declared_qty = 10
        form.pop(f"declared_{self.product.id}")
        self._post(f"{PATH}/save", form, PATH)
        self.assertEqual(self.row.declared_qty, 10, "A form that was cut off.")

    def test_a_refused_cell_comes_back_as_it_was(self):
        self._login(self.grower_user)
        for text, message in (
            ("-1", "negative"),
            ("nan", "not a number"),
            ("1e9", "not a number"),
            ("9999999", "too much"),
            ("1,250", "two ways"),
        ):
            with self.subTest(text):
                result = self._call(
                    f"{PATH}/cell",
                    product_id=self.product.id,
                    name="declared",
                    value=text,
                )["result"]
                self.assertIn(message, result["error"])
                self.assertEqual(result["line"]["declared"], "10")
        self.assertEqual(self.row.declared_qty, 10)

    def test_only_what_is_declared_can_be_written(self):
        self._login(self.grower_user)
        for name in ("reserved", "reserved_qty", "name"):
            result = self._call(
                f"{PATH}/cell", product_id=self.product.id, name=name, value="1"
            )["result"]
            self.assertIn("no column", result["error"])

    def test_products_of_others_are_refused(self):
        self._login(self.grower_user)
        answer = self._call(
            f"{PATH}/cell", product_id=self.foreign.id, name="declared", value="1"
        )
        self.assertIn("not one of yours", answer["error"]["data"]["message"])
        response = self._post(f"{PATH}/save", self._fill(self.foreign, "1"), PATH)
        self.assertEqual(response.status_code, 403)
        self.assertEqual(self.foreign.off_availability_ids.declared_qty, 10)

    def test_families_and_visitors_have_no_grid(self):
        answer = self._call(
            f"{PATH}/cell", product_id=self.product.id, name="declared", value="1"
        )
        self.assertIn("error", answer)
        self.assertIn("/web/login", self.url_open(PATH).url)
        self._login(self.family_user)
        self.assertEqual(self.url_open(PATH).status_code, 404)
        self.assertEqual(self.url_open("/my/network").status_code, 404)
        answer = self._call(
            f"{PATH}/cell", product_id=self.product.id, name="declared", value="1"
        )
        self.assertIn("error", answer)
        self.assertEqual(self.row.declared_qty, 10)

    def test_search_finds_without_script_and_accents(self):
        self.product.name = "Céleri rave"
        self._login(self.grower_user)
        self.assertIn("Céleri", self.url_open(f"{PATH}?search=rave+cele").text)
        self.assertNotIn("Céleri", self.url_open(f"{PATH}?search=leek").text)

    def test_queries_do_not_depend_on_the_number_of_products(self):
        Product = self.env["product.product"].with_user(self.grower_user)
        counts = []
        for _turn in range(2):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            lines = Product._off_get_grid()
            counts.append(self.cr.sql_log_count - before)
            for number in range(30):
                self._create_product(f"Product {number}")
        self.assertEqual(len(lines), 31)
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(len(Product._off_get_grid()), 61)
        self.assertLessEqual(self.cr.sql_log_count - before, counts[1])
