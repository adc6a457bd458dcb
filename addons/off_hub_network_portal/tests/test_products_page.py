from odoo.tests import tagged

from .common import PortalPagesCase

PATH = "/my/network/products"


@tagged("post_install", "-at_install")
class TestProductsPage(PortalPagesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax_category = cls.env["off.tax.category"].search([], limit=1) or cls.env[
            "off.tax.category"
        ].create({"name": "Food"})

    def _row(self, number, **values):
        row = {
            "id": "",
            "name": "",
            "quantity": "1",
            "unit": "kg",
            "price": "",
            "minimum": "",
            "description": "",
            **values,
        }
        return {f"{key}_{number}": value for key, value in row.items()}

    def _save(self, *rows, path=f"{PATH}/new", **values):
        data = {"name": "Potatoes", "tax_category": self.tax_category.id, **values}
        for number, row in enumerate(rows):
            data.update(self._row(number, **row))
        return self._post(path, data)

    def _get_product(self, name="Potatoes"):
        return self.env["product.template"].search([("name", "=", name)])

    def _get_formats(self, template):
        return template.product_variant_ids.product_template_attribute_value_ids

    def test_a_product_is_made_as_an_import_makes_it(self):
        self._login(self.grower_user)
        allergen = self.env.ref("off_hub_network.allergen_eggs")
        month = self.env.ref("off_hub_network.month_07")
        self._save(
            {"quantity": "5", "price": "6,5", "minimum": "2", "description": "Firm"},
            {"quantity": "500", "unit": "g", "price": "1.10", "name": "Small bag"},
            origin="Nantes",
            shelf_life="20",
            storage="chilled",
            allergens=allergen.id,
            months=month.id,
        )
        template = self._get_product()
        self.assertEqual(template.off_producer_id, self.producer)
        self.assertEqual(template.type, "consu")
        self.assertEqual(template.off_tax_category_id, self.tax_category)
        self.assertEqual(template.off_storage, "chilled")
        self.assertEqual(template.off_shelf_life, 20)
        self.assertEqual(template.off_allergen_ids, allergen)
        self.assertEqual(template.off_season_ids, month)
        line = template.attribute_line_ids
        self.assertEqual(
            line.attribute_id, self.env.ref("off_hub_network.attribute_format")
        )
        self.assertEqual(
            {value.name: value.price_extra for value in self._get_formats(template)},
            {"5 kg": 5.4, "Small bag": 0.0},
        )
        large, small = template.product_variant_ids.sorted("off_price", reverse=True)
        self.assertEqual(large.off_price, 6.5)
        self.assertEqual(large.off_min_qty, 2)
        self.assertEqual(large.weight, 5)
        self.assertEqual(small.weight, 0.5)
        self.assertEqual(large.off_description, "Firm")
        self.assertTrue(large.off_availability_ids)

    def test_a_unit_that_is_none_is_said(self):
        self._login(self.grower_user)
        response = self._save({"price": "2", "unit": "stone"})
        self.assertEqual(response.status_code, 200)
        self.assertIn("“stone” is no unit", response.text)
        self.assertIn('value="Potatoes"', response.text)
        self.assertFalse(self._get_product())
        self._save({"price": "2", "unit": ""})
        self.assertTrue(self._get_product())

    def test_what_the_database_does_not_take_is_no_error(self):
        self._login(self.grower_user)
        long = "9" * 5000
        self._save(
            {"price": "2", "id": long}, name="Pota\0toes", category=long, months=long
        )
        self.assertTrue(self._get_product())
        response = self._save({"price": "2"}, name="Leeks", shelf_life=long)
        self.assertIn("is no number of days", response.text)

    def _make_two(self):
        self._login(self.grower_user)
        self._save({"price": "2"}, {"quantity": "5", "price": "9"})
        template = self._get_product()
        return template, template.product_variant_ids.sorted("off_price")

    def test_formats_are_changed_named_and_ended(self):
        template, (small, large) = self._make_two()
        self._save(
            {"id": small.id, "name": "Net", "price": "2,20"},
            {"id": large.id, "price": "9", "quantity": "5", "ended": "1"},
            {"quantity": "25", "price": "30"},
            path=f"{PATH}/{template.id}",
            name="Early potatoes",
        )
        self.assertEqual(template.name, "Early potatoes")
        self.assertEqual(small.off_price, 2.2)
        self.assertFalse(large.active, "A new format does not bring back an old one.")
        self.assertEqual(
            sorted(self._get_formats(template).mapped("name")), ["25 kg", "Net"]
        )
        self.assertEqual(len(template.product_variant_ids), 2)
        self.assertIn(small, template.product_variant_ids)
        values = template.attribute_line_ids.value_ids.mapped("name")
        self.assertEqual(sorted(values), ["25 kg", "5 kg", "Net"])

    def test_a_name_given_up_can_be_used_again(self):
        template, (small, large) = self._make_two()
        path = f"{PATH}/{template.id}"
        rows = ({"id": small.id, "price": "2"}, {"id": large.id, "price": "9"})
        self._save({**rows[0], "name": "Net"}, rows[1], path=path)
        self._save({**rows[0], "name": "1 kg"}, rows[1], path=path)
        self.assertEqual(
            small.product_template_attribute_value_ids.name, "1 kg", "And it is back."
        )

    def test_a_product_without_formats_gets_some(self):
        self._login(self.grower_user)
        template = self.product.product_tmpl_id
        self._save(
            {"id": self.product.id, "price": "2.50"},
            {"quantity": "10", "price": "20"},
            path=f"{PATH}/{template.id}",
            name="Carrots",
        )
        self.assertEqual(len(template.product_variant_ids), 2)
        self.assertEqual(
            sorted(self._get_formats(template).mapped("name")), ["1 kg", "10 kg"]
        )

    def test_two_formats_have_two_names(self):
        self._login(self.grower_user)
        response = self._save({"price": "2"}, {"price": "3"})
        self.assertIn("Two formats are called “1 kg”", response.text)
        self.assertFalse(self._get_product())

    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self):
        self._login(self.grower_user)
        for rows, values, message in (
            ([{"price": "cheap"}], {}, "“cheap” is not a number"),
            ([{"price": "2"}], {"name": " "}, "Give the product a name"),
            ([{"price": "2"}], {"shelf_life": "long"}, "no number of days"),
            ([{"price": "2"}], {"tax_category": ""}, "Choose the kind of goods"),
            ([], {}, "Fill in at least one format"),
        ):
            with self.subTest(message):
                response = self._save(*rows, **{"origin": "Here", **values})
                self.assertIn(message, response.text)
                self.assertIn('value="Here"', response.text)
        self.assertFalse(self._get_product())

    def test_a_product_is_archived_and_taken_back(self):
        template, variants = self._make_two()
        path = f"{PATH}/{template.id}/archive"
        self._post(path, page=f"{PATH}/new")
        self.assertFalse(template.active)
        self.assertFalse(any(variants.mapped("active")))
        self._post(path, {"back": "1"}, f"{PATH}/new")
        self.assertTrue(template.active)
        self.assertTrue(all(variants.mapped("active")))

    def test_products_of_others_are_refused(self):
        foreign = self.foreign.product_tmpl_id
        own = self.product.product_tmpl_id
        for user, status in ((self.grower_user, 403), (self.family_user, 404)):
            self._login(user)
            for path in (f"{PATH}/{foreign.id}", f"{PATH}/{foreign.id}.jpg"):
                self.assertEqual(self.url_open(path).status_code, status)
            for path in (f"{PATH}/{foreign.id}", f"{PATH}/{foreign.id}/archive"):
                response = self._post(path, {"name": "Mine"}, "/my/sign-in")
                self.assertEqual(response.status_code, status)
        self.assertEqual(foreign.name, "Leeks")
        self.assertTrue(foreign.active)
        self._login(self.grower_user)
        response = self._save(
            {"id": self.foreign.id, "price": "1"}, path=f"{PATH}/{own.id}"
        )
        self.assertEqual(response.status_code, 403)
        self.assertEqual(self.foreign.off_price, 4)
        self.assertNotIn("Leeks", self.url_open(PATH).text)

    def test_who_is_no_producer_has_no_products(self):
        self.neighbour.off_role_ids = self.env.ref("off_hub_network.role_transporter")
        self._login(self.neighbour_user)
        self.assertEqual(self.url_open(PATH).status_code, 404)
        self.assertEqual(self.url_open("/my/network").status_code, 200)
