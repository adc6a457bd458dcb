import base64
import csv
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.off_hub_network.ofn import parse

from .common import NetworkCommon
from .test_catalog_import import HEADER, ROWS
from .test_ofn_format import ADDON, SHARED


@tagged("post_install", "-at_install")
class TestCatalogExport(NetworkCommon):
    def _import(self, data, hub=None, user=None):
        wizard = (
            self.env["off.catalog.import"]
            .with_user(user or self.coordinator_a)
            .create({"hub_id": (hub or self.hub_a).id, "data": base64.b64encode(data)})
        )
        wizard.action_preview()
        return wizard

    def _export(self, producers=None, user=None):
        wizard = (
            self.env["off.catalog.export"]
            .with_user(user or self.coordinator_a)
            .create({"producer_ids": [(6, 0, producers.ids if producers else [])]})
        )
        wizard.action_export()
        return base64.b64decode(wizard.data)

    def _producers_of(self, rows):
        return self.env["res.partner"].search(
            [("name", "in", [row.producer for row in rows])]
        )

    def assert_unchanged(self, data):
        wizard = self._import(data)
        counts = (wizard.create_count, wizard.update_count, wizard.error_count)
        wrong = wizard.line_ids.filtered(lambda line: line.action != "keep")
        self.assertEqual(counts, (0, 0, 0), wrong.mapped("message"))
        self.assertEqual(wizard.keep_count, len(parse(data).rows))

    def assert_round_trip(self, data):
        """Imported, exported and imported again, a file changes nothing; imported
        where none of it was, the export gives the same rows."""
        rows = parse(data).rows
        self._import(data).action_apply()
        exported = self._export(self._producers_of(rows))
        self.assertEqual(len(parse(exported).rows), len(rows))
        self.assert_unchanged(exported)
        self.assert_unchanged(data)
        producers = self._producers_of(rows)
        for producer in producers:
            producer.name = f"{producer.name} (before)"
        self._import(exported, self.hub_b, self.coordinator_b).action_apply()
        producers = self._producers_of(rows)
        self.assertEqual(producers.off_keeper_company_id, self.company_b)
        again = self._export(producers, self.coordinator_b)
        self.assertEqual(sorted(again.splitlines()), sorted(exported.splitlines()))

    def test_real_catalogues_survive_the_round_trip(self):
        files = (
            ADDON / "demo" / "catalogue_fr.csv",
            SHARED / "products.csv",
            SHARED / "sample_file_120_products.csv",
        )
        for file in files:
            if not file.is_file():
                continue
            with self.subTest(file=file.name):
                self.assert_round_trip(self._rename(file.read_bytes(), file.stem))

    def _rename(self, data, stem):
        """The file with producers of its own, whatever the database holds."""
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        header, *rows = [row for row in reader if any(row)]
        at = header.index("producer")
        file = io.StringIO(newline="")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            row[at] = f"{row[at]} {stem}"
            writer.writerow(row)
        return file.getvalue().encode()

    def test_odd_rows_survive_the_round_trip(self):
        rows = (
            "Odd,,Apple,,Fruit,,1,kg,,2.50,,,1,,\n"
            "Odd,,Apple,Box,Fruit,,5,kg,,9.00,3,,0,,\n"
            "Odd,,Apple,Box,Fruit,,10,kg,,17.00,3,,0,,\n"
            "Odd,O1,Pear,,Fruit,,1,kg,,3.00,0,,0,Frais,VAT 7.7%\n"
            "Odd,O2,Pear,,Fruit,,1,kg,,3.10,0.1250,,0,Frais,VAT 7.7%\n"
            "Odd,O3,Saffron,,Spices,,250,mg,,12.00,4,,0,,\n"
            "Odd,O4,Oil,,Oils,,1,gal,,40.00,4,,0,,\n"
            "Odd,O5,Wine,,Drinks,,75,cL,,9.00,4,,0,,\n"
            "Odd,O6,Nuts,,Nuts,,8,oz,,5.00,4,,0,,\n"
            "Odd,O7,Eggs,,Eggs,,6,,egg,2.40,4,,0,,\n"
            "Odd,O8,'=1+1,'+2,'@cat,'-x,1,,'-piece,1.00,,,1,'=s,'=t\n"
            'Odd,O9,"Say ""hi"", you",;,Fruit,"one\ntwo\n\nthree",1,kg,,1.00,,'
            "2026-05-31,0,,\n"
            "Odd,10,Flour,,Grain,,25,kg,,30.00,2.5,,1,,\n"
        )
        self.assert_round_trip((HEADER + rows).encode())

    def test_products_made_by_hand_are_left_as_they_are(self):
        kilogram = self.env.ref("uom.product_uom_kgm")
        self._create_product("Plain")
        self._create_product("By weight", uom_id=kilogram.id, declared=2.1234)
        self._create_product("With  two \u00a0 spaces", default_code=" A1 ")
        self._create_product("Same SKU 1", default_code="S")
        self._create_product("Same SKU 2", default_code="S")
        self._create_product("Weighed", weight=0.35, off_description="=1+1")
        self._create_product(
            "Dozen",
            off_unit_quantity=2,
            off_unit_uom_id=self.env.ref("uom.product_uom_dozen").id,
        )
        self._create_product("Forced", on_demand=True, declared=0, price=0)
        data = self._export(self.producer)
        self.assertEqual(len(parse(data).rows), 9)
        self.assert_unchanged(data)

    def test_several_attributes_are_one_format_each(self):
        attribute = self.env["product.attribute"].create(
            {
                "name": "Colour",
                "value_ids": [(0, 0, {"name": "red"}), (0, 0, {"name": "green"})],
            }
        )
        self.env["product.template"].create(
            {
                "name": "Pepper",
                "off_producer_id": self.producer.id,
                "attribute_line_ids": [
                    (
                        0,
                        0,
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [(6, 0, attribute.value_ids.ids)],
                        },
                    )
                ],
            }
        )
        data = self._export(self.producer)
        self.assertIn(b",Pepper,green,", data)
        self.assert_unchanged(data)

    def test_a_format_added_to_a_product_without_any_keeps_that_product(self):
        self.product.default_code = "C1"
        self.link_a.may_manage_products = True
        row = "Grower,C2,Carrots,5 kg,All,,5,kg,,9.00,,,0,,\n"
        self.product.categ_id = self.env["product.category"].create({"name": "All"})
        self._import((HEADER + row).encode()).action_apply()
        variants = self.product.product_tmpl_id.product_variant_ids
        self.assertEqual(sorted(variants.mapped("default_code")), ["C1", "C2"])
        self.assertEqual(self.product.off_price, 2.5)
        self.assert_unchanged(self._export(self.producer))

    def test_archived_products_stay_out_and_archived(self):
        gone = self._create_product("Gone", default_code="G1")
        gone.active = False
        data = self._export(self.producer)
        self.assertNotIn(b"Gone", data)
        self._import(data).action_apply()
        self.assertFalse(gone.active)

    def test_products_that_no_row_can_tell_apart_are_named(self):
        self._create_product("Twin")
        self._create_product("Twin")
        wizard = (
            self.env["off.catalog.export"]
            .with_user(self.coordinator_a)
            .create({"producer_ids": [(6, 0, self.producer.ids)]})
        )
        wizard.action_export()
        self.assertIn("Twin", wizard.warning)
        self.assertEqual(base64.b64decode(wizard.data).count(b"Twin"), 1)

    def test_two_rows_that_describe_one_product_are_refused(self):
        self._create_product("Leek", default_code="L1")
        rows = (
            "Grower,L1,Leek,,Goods,,1,,Units,1.00,,,0,,\n"
            "Grower,,leek,,Goods,,1,,Units,1.00,,,0,,\n"
        )
        wizard = self._import((HEADER + rows).encode())
        self.assertEqual(wizard.error_count, 1)
        error = wizard.line_ids.filtered(lambda line: line.action == "error")
        self.assertIn("row 2 describes the same product", error.message)

    # -- who ---------------------------------------------------------------------
    def test_an_operator_exports_what_its_links_let_it_have(self):
        other = self._create_producer("Elsewhere")
        self._create_link(other, self.hub_b)
        self._create_product("Elsewhere's", off_producer_id=other.id)
        data = self._export(user=self.coordinator_a)
        self.assertIn(b"Carrots", data)
        self.assertNotIn(b"Elsewhere", data)
        with self.assertRaisesRegex(AccessError, "Elsewhere"):
            self._export(other, self.coordinator_a)
        with self.assertRaisesRegex(AccessError, "Grower"):
            self._export(self.producer, self.coordinator_b)

    def test_a_revoked_link_ends_the_export(self):
        self.link_a.action_revoke()
        with self.assertRaises(AccessError):
            self._export(self.producer, self.coordinator_a)
        with self.assertRaisesRegex(UserError, "no products"):
            self._export(user=self.coordinator_a)

    def test_a_plain_user_cannot_export(self):
        user = self._create_user(
            "plain_a", self.company_a, groups="off_hub_network.group_user"
        )
        with self.assertRaises(AccessError):
            self._export(self.producer, user)

    def test_the_file_of_another_is_not_read(self):
        wizard = self.env["off.catalog.export"].with_user(self.coordinator_a).create({})
        with self.assertRaises(AccessError):
            wizard.with_user(self.coordinator_b).read(["data"])

    def test_the_list_of_producers_proposes_those_chosen(self):
        wizard = (
            self.env["off.catalog.export"]
            .with_user(self.coordinator_a)
            .with_context(active_model="res.partner", active_ids=self.producer.ids)
            .create({})
        )
        self.assertEqual(wizard.producer_ids, self.producer)

    def test_two_producers_of_one_name_are_not_mixed(self):
        twin = self._create_producer("grower")
        self._create_link(twin, self.hub_a)
        with self.assertRaisesRegex(UserError, "one by one"):
            self._export(user=self.coordinator_a)

    def test_a_name_borne_twice_means_the_producer_of_this_hub(self):
        self._create_producer("Grower")
        self.assert_unchanged(self._export(self.producer))

    def test_the_export_of_an_import_is_that_import(self):
        self._import((HEADER + ROWS).encode()).action_apply()
        data = self._export(self._producers_of(parse((HEADER + ROWS).encode()).rows))
        self.assertEqual(
            {row.sku for row in parse(data).rows}, {"NF1", "NF2", "NF3", "NF4"}
        )
