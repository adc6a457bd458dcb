import base64

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import NetworkCommon


@tagged("post_install", "-at_install")
class TestPacks(NetworkCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.product.product_tmpl_id
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.kilogram = cls.env.ref("uom.product_uom_kgm")
        cls.crate = cls._create_pack("Crate of 12", 12, cls.unit)
        cls.pallet = cls._create_pack("Pallet", 40, cls.crate)

    @classmethod
    def _create_pack(cls, name, quantity, unit):
        return cls.env["uom.uom"].create(
            {"name": name, "relative_factor": quantity, "relative_uom_id": unit.id}
        )

    def test_what_a_pack_holds_is_told_in_the_products_unit(self):
        self.template.uom_ids = self.pallet | self.crate
        self.assertEqual(self.template.off_packs, "Crate of 12, Pallet (480 Units)")

    def test_a_sack_is_counted_in_kilograms(self):
        flour = self._create_product("Flour", uom_id=self.kilogram.id)
        sack = self._create_pack("Sac de 2,5", 2.5, self.kilogram)
        heap = self._create_pack("Heap", 0.75, self.env.ref("uom.product_uom_ton"))
        flour.product_tmpl_id.uom_ids = sack | heap
        self.assertEqual(flour.product_tmpl_id.off_packs, "Sac de 2,5, Heap (750 kg)")
        self.env["res.lang"]._activate_lang("fr_FR")
        sack.name = "Sack"
        french = flour.product_tmpl_id.with_context(lang="fr_FR")
        self.assertIn("Sack (2,5 kg)", french.off_packs)

    def test_the_products_own_unit_is_no_pack(self):
        self.template.uom_ids = self.unit | self.crate
        self.assertEqual(self.template._off_get_packs(), [(self.crate, 12.0)])

    def test_a_pack_of_another_kind_of_unit_is_refused(self):
        for pack in (self.kilogram, self._create_pack("Sack", 25, self.kilogram)):
            with self.assertRaisesRegex(
                ValidationError, f"“{pack.name}” is no pack of Carrots.*Units"
            ):
                self.template.uom_ids = pack
        self.template.uom_ids = self.crate
        with self.assertRaisesRegex(ValidationError, "“Crate of 12” is no pack"):
            self.template.uom_id = self.kilogram

    def test_a_pack_that_holds_less_than_nothing_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "“Debt” of Carrots must hold"):
            self.template.uom_ids = self._create_pack("Debt", -6, self.unit)

    def test_products_that_no_producer_makes_are_left_to_odoo(self):
        bag = self.env["product.template"].create(
            {"name": "Bag", "uom_ids": [Command.link(self.kilogram.id)]}
        )
        self.assertEqual(bag.uom_ids, self.kilogram)
        with self.assertRaisesRegex(ValidationError, "“kg” is no pack of Bag"):
            bag.off_producer_id = self.producer

    def test_a_coordinator_sees_and_adds_packs_on_both_forms(self):
        for record, view in (
            (self.template, "product.product_template_only_form_view"),
            (self.product, "product.product_normal_form_view"),
        ):
            with Form(record.with_user(self.coordinator_a), view) as form:
                form.uom_ids.add(self.crate)
                self.assertEqual(form.off_packs, "Crate of 12")
                form.uom_ids.remove(self.crate.id)

    def test_the_grid_of_a_hub_tells_the_packs(self):
        self.template.uom_ids = self.crate
        rows = self.hub_a.with_user(self.coordinator_a).get_catalog_grid()["rows"]
        self.assertEqual(
            [row["packs"] for row in rows if row["id"] == self.product.id],
            ["Crate of 12"],
        )

    # -- files know nothing of packs ---------------------------------------------
    def _import(self, data):
        wizard = (
            self.env["off.catalog.import"]
            .with_user(self.coordinator_a)
            .create({"hub_id": self.hub_a.id, "data": base64.b64encode(data)})
        )
        wizard.action_preview()
        return wizard

    def test_an_import_leaves_packs_alone(self):
        self.template.uom_ids = self.crate | self.pallet
        wizard = (
            self.env["off.catalog.export"]
            .with_user(self.coordinator_a)
            .create({"producer_ids": [Command.set(self.producer.ids)]})
        )
        wizard.action_export()
        data = base64.b64decode(wizard.data)
        self.assertNotIn(b"Crate", data)
        unchanged = self._import(data)
        self.assertEqual((unchanged.keep_count, unchanged.update_count), (1, 0))
        unchanged.action_apply()
        self._import(data.replace(b"2.50", b"2.70")).action_apply()
        self.assertEqual(self.product.off_price, 2.7)
        self.assertEqual(self.template.uom_ids, self.crate | self.pallet)
