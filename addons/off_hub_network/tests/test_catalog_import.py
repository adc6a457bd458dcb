import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NetworkCommon

HEADER = (
    "producer,sku,name,display_name,category,description,units,unit_type,"
    "variant_unit_name,price,on_hand,available_on,on_demand,shipping_category,"
    "tax_category\n"
)
ROWS = (
    "New farm,NF1,Apple,1kg,Fruit,Crunchy,1,kg,,2.50,40,,0,Frais,VAT 7.7%\n"
    "New farm,NF2,Apple,5kg,Fruit,Crunchy,5,kg,,11.00,,,1,Frais,VAT 7.7%\n"
    "New farm,NF3,Apple juice,,Drinks,,75,cL,,3.20,12,,0,Ambiant,VAT 7.7%\n"
    "New farm,NF4,Radish,,Vegetables,,1,,bunch,1.80,20,,0,Frais,VAT 7.7%\n"
)


@tagged("post_install", "-at_install")
class TestCatalogImport(NetworkCommon):
    def _wizard(self, rows=ROWS, hub=None, user=None):
        return (
            self.env["off.catalog.import"]
            .with_user(user or self.coordinator_a)
            .create(
                {
                    "hub_id": (hub or self.hub_a).id,
                    "data": base64.b64encode((HEADER + rows).encode()),
                }
            )
        )

    def _product(self, sku):
        return self.env["product.product"].search([("default_code", "=", sku)])

    def test_the_preview_writes_nothing(self):
        wizard = self._wizard()
        wizard.action_preview()
        self.assertEqual(wizard.create_count, 4)
        self.assertFalse(self._product("NF1"))

    def test_rows_become_products_with_units_and_availability(self):
        self._wizard().action_apply()
        apple, case = self._product("NF1"), self._product("NF2")
        juice, radish = self._product("NF3"), self._product("NF4")
        self.assertEqual(apple.product_tmpl_id, case.product_tmpl_id)
        self.assertEqual((apple.weight, case.weight), (1.0, 5.0))
        self.assertEqual((apple.lst_price, case.lst_price), (2.5, 11.0))
        self.assertEqual(juice.volume, 0.00075)
        self.assertEqual(juice.off_unit_uom_id.name, "L")
        self.assertEqual(radish.off_unit_uom_id.name, "bunch")
        self.assertEqual(apple.off_available_qty, 40)
        self.assertTrue(case.off_on_demand)
        self.assertEqual(apple.off_shipping_category_id.temperature, "chilled")
        self.assertEqual(apple.off_tax_category_id.rate, 7.7)

    def test_importing_twice_changes_nothing(self):
        self._wizard().action_apply()
        again = self._wizard()
        again.action_preview()
        self.assertEqual((again.create_count, again.update_count), (0, 0))
        self.assertEqual(again.keep_count, 4)

    def test_a_new_price_updates_one_row_and_says_so(self):
        self._wizard().action_apply()
        again = self._wizard(ROWS.replace("2.50", "2.70"))
        again.action_preview()
        self.assertEqual((again.update_count, again.keep_count), (1, 3))
        self.assertIn("2.7", again.line_ids[0].message)
        again.action_apply()
        self.assertEqual(self._product("NF1").off_price, 2.7)
        self.assertEqual(self._product("NF2").lst_price, 11.0)
        notes = self._product("NF1").product_tmpl_id.message_ids
        self.assertIn("2.5 → 2.7", notes[:1].body)
        self.assertFalse(self._product("NF3").product_tmpl_id.message_ids)

    def test_a_new_format_does_not_bring_back_those_that_ended(self):
        self._wizard().action_apply()
        ended = self._product("NF1")
        ended.active = False
        row = "New farm,NF5,Apple,10kg,Fruit,Crunchy,10,kg,,20.00,5,,0,Frais,VAT 7.7%\n"
        self._wizard(row).action_apply()
        self.assertFalse(ended.active)
        self.assertEqual(
            ended.product_tmpl_id.product_variant_ids,
            self._product("NF2") + self._product("NF5"),
        )
        self._wizard().action_apply()
        self.assertTrue(ended.active, "a row of the file brings its format back")

    def test_one_bad_row_imports_nothing_and_is_named(self):
        wizard = self._wizard(ROWS + "New farm,NF5,Pear,,Fruit,,x,kg,,1,1,,0,,\n")
        wizard.action_preview()
        error = wizard.line_ids.filtered(lambda line: line.action == "error")
        self.assertEqual((error.row, error.column, error.value), (6, "units", "x"))
        with self.assertRaisesRegex(UserError, "Row 6"):
            wizard.action_apply()
        self.assertFalse(self._product("NF1"))

    def test_a_producer_that_did_not_entrust_its_catalogue_is_refused(self):
        self._wizard().action_apply()
        wizard = self._wizard(hub=self.hub_b, user=self.coordinator_b)
        with self.assertRaisesRegex(UserError, "does not let Hub B"):
            wizard.action_apply()

    def test_a_known_sku_under_another_name_is_refused(self):
        self._wizard().action_apply()
        wizard = self._wizard(ROWS.replace("Apple juice", "Cider"))
        wizard.action_preview()
        self.assertEqual(wizard.error_count, 1)
