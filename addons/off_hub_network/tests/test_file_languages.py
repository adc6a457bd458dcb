import base64

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.off_hub_network.ofn import parse

from .common import NetworkCommon
from .test_catalog_import import HEADER

REFERENCES = (
    "off.shipping.category",
    "off.tax.category",
    "product.attribute.value",
    "product.category",
    "uom.uom",
)


@tagged("post_install", "-at_install")
class TestFileLanguages(NetworkCommon):
    """Files that one reads in another language than they were written in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.french = cls._create_user("french_a", cls.company_a)
        cls.french.lang = "fr_FR"
        cls.english = cls.coordinator_a
        cls.tax = cls._create_named("off.tax.category", "Drinks 21 %", "Boissons 21 %")
        cls.cellar = cls._create_named("off.shipping.category", "Cellar", "Cave")
        cls.bundle = cls._create_named(
            "uom.uom",
            "Bundle",
            "Fagot",
            relative_uom_id=cls.env.ref("uom.product_uom_unit").id,
        )
        cls.day = cls._create_named("uom.uom", "Walk", "Promenade")
        cls._translate(cls.env.ref("uom.product_uom_unit"), "name", "Pièces")
        cls.cider = cls._create_formats()
        cls._create_products()

    @classmethod
    def _translate(cls, record, field, text):
        record.with_context(lang="fr_FR")[field] = text

    @classmethod
    def _create_named(cls, model, name, french, **values):
        record = cls.env[model].create({"name": name, **values})
        cls._translate(record, "name", french)
        return record

    @classmethod
    def _create_formats(cls):
        """Two formats without sku."""
        attribute = cls.env.ref("off_hub_network.attribute_format")
        cls.formats = [
            cls._create_named(
                "product.attribute.value", name, french, attribute_id=attribute.id
            )
            for name, french in (("Small one", "Petit"), ("Large one", "Grand"))
        ]
        template = cls.env["product.template"].create(
            {
                "name": "Cider",
                "type": "consu",
                "off_producer_id": cls.producer.id,
                "off_tax_category_id": cls.tax.id,
                "off_shipping_category_id": cls.cellar.id,
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [Command.set([v.id for v in cls.formats])],
                        }
                    )
                ],
            }
        )
        cls._translate(template, "name", "Cidre")
        return template

    @classmethod
    def _create_products(cls):
        asparagus = cls._create_product(
            "Asparagus",
            default_code="A1",
            off_unit_quantity=2,
            off_unit_uom_id=cls.bundle.id,
            off_description="Green",
        )
        cls._translate(asparagus.product_tmpl_id, "name", "Asperges")
        cls._translate(asparagus, "off_description", "Vertes")
        cls._create_product("Visit", uom_id=cls.day.id)
        cls._create_product("Loose", categ_id=False)

    def _wizard(self, model, user, **values):
        wizards = self.env[model].with_user(user).with_context(lang=user.lang)
        return wizards.create(values)

    def _import(self, data, user):
        return self._wizard(
            "off.catalog.import",
            user,
            hub_id=self.hub_a.id,
            data=base64.b64encode(data),
        )

    def _import_rows(self, rows, user):
        wizard = self._import((HEADER + rows).encode(), user)
        wizard.action_apply()
        return wizard

    def _export(self, user):
        wizard = self._wizard(
            "off.catalog.export", user, producer_ids=[Command.set(self.producer.ids)]
        )
        wizard.action_export()
        return base64.b64decode(wizard.data)

    def _count_references(self):
        return [self.env[model].search_count([]) for model in REFERENCES]

    def assert_kept(self, data, user):
        before = self._count_references()
        wizard = self._import(data, user)
        wizard.action_preview()
        wrong = wizard.line_ids.filtered(lambda line: line.action != "keep")
        self.assertFalse(wrong, wrong.mapped("message"))
        self.assertEqual(wizard.keep_count, len(parse(data).rows))
        wizard.action_apply()
        self.assertEqual(self._count_references(), before)

    # -- catalogues --------------------------------------------------------------
    def test_a_catalogue_exported_in_french_changes_nothing_when_read_in_english(self):
        data = self._export(self.french)
        for word in ("Boissons 21 %", "Cave", "Fagot", "Promenade", "Pièces"):
            self.assertIn(word, data.decode())
        self.assertIn("Cidre,Petit", data.decode())
        self.assert_kept(data, self.english)

    def test_a_catalogue_exported_in_english_changes_nothing_when_read_in_french(self):
        data = self._export(self.english)
        for word in ("Drinks 21 %", "Cellar", "Bundle", "Walk", "Units"):
            self.assertIn(word, data.decode())
        self.assertIn("Cider,Small one", data.decode())
        self.assert_kept(data, self.french)

    def test_a_catalogue_imported_in_one_language_is_known_in_the_other(self):
        rows = (
            "Grower,N1,Perry,Petit,Goods,Sec,1,,Fagot,4.00,,,0,Cave,Boissons 21 %\n"
            "Grower,,Tart,,Goods,,1,,Pièces,5.00,,,0,Cave,Boissons 21 %\n"
            "Grower,N2,Mead,,Goods,,75,cL,,6.00,,,0,Autre,TVA 3 %\n"
        )
        self._import_rows(rows, self.french)
        self.assert_kept((HEADER + rows).encode(), self.english)
        self.assert_kept(self._export(self.french), self.english)
        self.assert_kept(self._export(self.english), self.french)

    def test_new_products_find_what_is_called_so_in_another_language(self):
        before = self._count_references()
        row = "Grower,P1,Perry,Petit,Goods,,1,,Fagot,4.00,,,0,Cave,Boissons 21 %\n"
        self._import_rows(row, self.english)
        perry = self.env["product.product"].search([("default_code", "=", "P1")])
        self.assertEqual(perry.off_tax_category_id, self.tax)
        self.assertEqual(perry.off_shipping_category_id, self.cellar)
        self.assertEqual(perry.off_unit_uom_id, self.bundle)
        value = perry.product_template_attribute_value_ids.product_attribute_value_id
        self.assertEqual(value, self.formats[0])
        self.assertEqual(self._count_references(), before)

    def test_a_new_format_goes_to_the_product_of_another_language(self):
        row = "Grower,,Cidre,Magnum,Goods,,1,,Pièces,9.00,,,0,Cave,Boissons 21 %\n"
        self._import_rows(row, self.english)
        self.assertEqual(len(self.cider.product_variant_ids), 3)
        self.assertEqual(self.cider.name, "Cider")

    def test_two_formats_that_a_value_is_called_in_two_languages_are_two(self):
        rows = (
            "Grower,P1,Perry,Petit,Goods,,1,kg,,4.00,,,0,,\n"
            "Grower,P2,Perry,Small one,Goods,,1,kg,,4.00,,,0,,\n"
        )
        self._import_rows(rows, self.english)
        made = self.env["product.product"].search([("default_code", "=like", "P_")])
        self.assertEqual(len(made.product_tmpl_id), 1)
        values = made.product_template_attribute_value_ids.product_attribute_value_id
        self.assertEqual(values.mapped("name"), ["Petit", "Small one"])

    def test_what_really_changes_is_changed_whatever_the_language(self):
        fresh = self._create_named("off.shipping.category", "Larder", "Garde-manger")
        data = self._export(self.french).decode()
        line = next(line for line in data.splitlines() if "Cidre,Petit" in line)
        changed = line.replace("Cave", "Garde-manger")
        wizard = self._import_rows(f"{changed}\n", self.english)
        self.assertEqual((wizard.update_count, wizard.error_count), (1, 0))
        self.assertEqual(self.cider.off_shipping_category_id, fresh)
        self.assertEqual(self.cider.off_tax_category_id, self.tax)

    def test_a_new_presentation_is_written_in_the_language_of_the_user(self):
        product = self.env["product.product"].search([("default_code", "=", "A1")])
        data = self._export(self.french).decode().replace("Vertes", "Violettes")
        self._import(data.encode(), self.french).action_apply()
        product.invalidate_recordset()
        self.assertEqual(product.off_description, "Green")
        french = product.with_context(lang="fr_FR")
        self.assertEqual(french.off_description, "Violettes")

    def test_what_two_are_called_is_the_one_of_the_users_language(self):
        other = self._create_named("off.tax.category", "Boissons 21 %", "Autres")
        row = "Grower,P1,Perry,,Goods,,1,kg,,4.00,,,0,,Boissons 21 %\n"
        self._import_rows(row, self.english)
        self._import_rows(row.replace("P1,Perry", "P2,Mead"), self.french)
        made = self.env["product.product"].search(
            [("default_code", "=like", "P_")], order="default_code"
        )
        taxes = [product.off_tax_category_id for product in made]
        self.assertEqual(taxes, [other, self.tax])

    def test_rows_may_call_one_category_by_two_of_its_names(self):
        rows = (
            "Grower,,Cider,Small one,Goods,,1,kg,,4.00,,,0,Cave,\n"
            "Grower,,Cider,Large one,Goods,,1,kg,,4.00,,,0,Cellar,\n"
        )
        wizard = self._import_rows(rows, self.english)
        self.assertEqual((wizard.update_count, wizard.error_count), (2, 0))

    def test_another_language_costs_no_query_more(self):
        data = self._export(self.french)
        counts = {}
        # The first round reads what Odoo keeps in memory of each user.
        for user in (self.french, self.english) * 2:
            wizard = self._import(data, user)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard._build_plan()
            counts[user] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[self.english], counts[self.french])

    # -- enterprises -------------------------------------------------------------
    def test_enterprises_exported_in_one_language_are_kept_in_the_other(self):
        country = self.env.ref("base.de")
        self._translate(country, "name", "Allemagne")
        self.producer.write(
            {
                "country_id": country.id,
                "off_practices": "By hand",
                "off_story": "<p>An old farm</p>",
            }
        )
        self._translate(self.producer, "off_practices", "À la main")
        self.producer.update_field_translations(
            "off_story", {"fr_FR": {"An old farm": "Une vieille ferme"}}
        )
        self.link_a.may_edit_profile = True
        for writer, reader, word in (
            (self.french, self.english, "Une vieille ferme"),
            (self.english, self.french, "An old farm"),
        ):
            export = self._wizard("off.enterprise.export", writer)
            export.action_export()
            self.assertIn(word, base64.b64decode(export.data).decode())
            wizard = self._wizard("off.enterprise.import", reader, data=export.data)
            wizard.action_preview()
            wrong = wizard.line_ids.filtered(lambda line: line.action != "keep")
            self.assertFalse(wrong, wrong.mapped("message"))
