from odoo.tests import tagged

from .common import PortalPagesCase

PATH = "/my/network/products"


@tagged("post_install", "-at_install")
class TestPacks(PortalPagesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.product.product_tmpl_id
        cls.unit = cls.env.ref("uom.product_uom_unit")
        # Odoo's dozen is archived.
        cls.tray = cls.env["uom.uom"].create(
            {
                "name": "Tray",
                "relative_factor": 30,
                "relative_uom_id": cls.unit.id,
            }
        )
        cls.tax_category = cls.env["off.tax.category"].create({"name": "Food"})

    def _save(self, name="", quantity="", template=None, **values):
        template = template or self.template
        return self._post(
            f"{PATH}/{template.id}",
            {
                "name": template.name,
                "tax_category": self.tax_category.id,
                "pack_name": name,
                "pack_quantity": quantity,
                **values,
            },
            page=f"{PATH}/new",
        )

    def _count_units(self):
        return self.env["uom.uom"].with_context(active_test=False).search_count([])

    def test_a_pack_is_added_and_named_by_what_it_holds(self):
        self._login(self.grower_user)
        self._save("  Wooden   crate ", "12")
        pack = self.template.uom_ids
        self.assertEqual(pack.name, "Wooden crate of 12")
        self.assertEqual((pack.relative_factor, pack.relative_uom_id), (12, self.unit))
        self.assertIn("Packs: Wooden crate of 12", self.url_open(PATH).text)
        page = self.url_open(f"{PATH}/{self.template.id}").text
        self.assertIn("Wooden crate of 12", page)

    def test_a_name_that_tells_the_number_stays_as_it_is(self):
        self._login(self.grower_user)
        self._save("Box of 2,5", "2.5")
        self.assertEqual(self.template.uom_ids.name, "Box of 2,5")
        self.assertEqual(self.template.uom_ids.relative_factor, 2.5)

    def test_what_is_sold_by_weight_is_packed_by_weight(self):
        self._login(self.grower_user)
        kilogram = self.env.ref("uom.product_uom_kgm")
        flour = self._create_product("Flour", uom_id=kilogram.id).product_tmpl_id
        self._save("Sack", "25", flour)
        self.assertEqual(flour.uom_ids.name, "Sack of 25 kg")
        self.assertEqual(flour.uom_ids.relative_uom_id, kilogram)

    def test_a_new_product_may_have_its_pack_at_once(self):
        self._login(self.grower_user)
        self._post(
            f"{PATH}/new",
            {
                "name": "Eggs",
                "tax_category": self.tax_category.id,
                "price_0": "2",
                "unit_0": "unit",
                "pack_name": "Tray",
                "pack_quantity": "30",
            },
        )
        template = self.env["product.template"].search([("name", "=", "Eggs")])
        self.assertEqual(template.off_packs, "Tray of 30")

    def test_a_pack_that_there_is_serves_again_and_is_never_changed(self):
        self._login(self.grower_user)
        known = self.env.ref("uom.product_uom_pack_6")
        count = self._count_units()
        self._save("pack", "6")
        self.assertEqual(self.template.uom_ids, known)
        self.assertEqual(self._count_units(), count)
        self._login(self.neighbour_user)
        foreign = self.foreign.product_tmpl_id
        self._save("Pack", "8", foreign)
        self.assertEqual(foreign.uom_ids.name, "Pack of 8")
        self.assertEqual((known.name, known.relative_factor), ("Pack of 6", 6))
        self.assertEqual(self._count_units(), count + 1)

    def test_a_pack_is_taken_off_and_stays_for_others(self):
        self._login(self.grower_user)
        known = self.env.ref("uom.product_uom_pack_6")
        (self.template | self.foreign.product_tmpl_id).uom_ids = known | self.tray
        self._save(ended_packs=known.id)
        self.assertEqual(self.template.uom_ids, self.tray)
        self.assertEqual(self.foreign.product_tmpl_id.uom_ids, known | self.tray)
        self.assertTrue(known.exists().active)

    def test_saving_the_form_otherwise_keeps_the_packs(self):
        self._login(self.grower_user)
        self.template.uom_ids = self.tray
        self._save(origin="Nantes")
        self.assertEqual(self.template.off_origin, "Nantes")
        self.assertEqual(self.template.off_packs, "Tray (30 Units)")

    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self):
        self._login(self.grower_user)
        self._save("Crate", "12")
        for name, quantity, message in (
            ("Crate", "0", "“Crate” must hold more than 0"),
            ("Crate", "0,00001", "“Crate” must hold more than 0"),
            ("Crate", "-6", "“-6” is negative"),
            ("Crate", "many", "“many” is not a number"),
            ("Crate", "", "Say how many units “Crate” holds"),
            ("", "12", "Say what the pack of 12 is"),
            ("crate", "12,0", "“crate of 12” is one of the packs of Carrots already"),
        ):
            with self.subTest(message):
                response = self._save(name, quantity, origin="Here")
                self.assertIn(message, response.text)
                self.assertIn('value="Here"', response.text)
                self.assertIn(f'value="{name or quantity}"', response.text)
        self.assertEqual(self.template.off_packs, "Crate of 12")
        self.assertFalse(self.template.off_origin, "A wrong pack saves nothing.")

    def test_the_packs_of_others_are_refused(self):
        foreign = self.foreign.product_tmpl_id
        foreign.uom_ids = self.tray
        count = self._count_units()
        for user, status in ((self.grower_user, 403), (self.family_user, 404)):
            self._login(user)
            response = self._post(
                f"{PATH}/{foreign.id}",
                {
                    "name": "Mine",
                    "tax_category": self.tax_category.id,
                    "pack_name": "Crate",
                    "pack_quantity": "13",
                    "ended_packs": foreign.uom_ids.id,
                },
                "/my/sign-in",
            )
            self.assertEqual(response.status_code, status)
        self.assertEqual(foreign.off_packs, "Tray (30 Units)")
        self.assertEqual(self._count_units(), count)
