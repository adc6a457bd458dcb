import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import DfcCommon

OTHER = "https://other.example.org/api/dfc"


def make_catalogue(**changes):
    """A catalogue of another platform, in Open Food Network's way; one product.

    :param changes: values of the item, product, offer or quantity, by ``part__term``
    """
    farm = f"{OTHER}/enterprises/7"
    parts = {
        "enterprise": {"@id": farm, "@type": "dfc-b:Enterprise", "name": "Far farm"},
        "item": {
            "@id": f"{farm}/catalog_items/1",
            "@type": "dfc-b:CatalogItem",
            "references": f"{farm}/supplied_products/1",
            "sku": "FAR-1",
            "stockLimitation": 12,
            "offeredThrough": f"{farm}/offers/1",
            "managedBy": farm,
        },
        "product": {
            "@id": f"{farm}/supplied_products/1",
            "@type": "dfc-b:SuppliedProduct",
            "name": "Leek - Bunch",
            "description": "Blue",
            "hasType": "dfc-pt:local-vegetable",
            "isVariantOf": f"{OTHER}/product_groups/1",
        },
        "group": {
            "@id": f"{OTHER}/product_groups/1",
            "@type": "dfc-b:SuppliedProduct",
            "name": "Leek",
            "hasVariant": f"{farm}/supplied_products/1",
        },
        "offer": {"@id": f"{farm}/offers/1", "@type": "dfc-b:Offer"},
        "quantity": {
            "@type": "dfc-b:QuantitativeValue",
            "hasUnit": "dfc-m:Bunch",
            "value": 1.0,
        },
        "price": {
            "@type": "dfc-b:Price",
            "value": 2.3,
            "VATrate": 5.5,
            "hasUnit": "dfc-m:Euro",
        },
    }
    for name, value in changes.items():
        part, term = name.split("__")
        parts[part][term] = value
    nodes = {
        name: {
            term if term[0] == "@" else f"dfc-b:{term}": value
            for term, value in part.items()
            if value is not None
        }
        for name, part in parts.items()
    }
    nodes["product"]["dfc-b:hasQuantity"] = nodes.pop("quantity")
    nodes["offer"]["dfc-b:hasPrice"] = nodes.pop("price")
    context = "https://w3id.org/dfc/ontology/context/context_1.16.0.json"
    return {"@context": context, "@graph": list(nodes.values())}


@tagged("post_install", "-at_install")
class TestDfcImport(DfcCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        euro = cls.env.ref("base.EUR")
        euro.active = True
        cls.env["res.company"]._get_main_company().currency_id = euro

    def _wizard(self, document, user=None, hub=None, **values):
        data = (
            document if isinstance(document, bytes) else json.dumps(document).encode()
        )
        return (
            self.env["off.catalog.import"]
            .with_user(user or self.coordinator_a)
            .create(
                {
                    "hub_id": (hub or self.hub_a).id,
                    "source": "dfc_file",
                    "data": base64.b64encode(data),
                    **values,
                }
            )
        )

    def _import(self, document, **values):
        wizard = self._wizard(document, **values)
        wizard.action_preview()
        wizard.action_apply()
        return wizard

    def _counts(self, document, **values):
        wizard = self._wizard(document, **values)
        wizard.action_preview()
        return (
            wizard.create_count,
            wizard.update_count,
            wizard.keep_count,
            wizard.error_count,
        )

    def _leek(self):
        return self.env["product.product"].search([("default_code", "=", "FAR-1")])

    def _error(self, document, **values):
        wizard = self._wizard(document, **values)
        wizard.action_preview()
        error = wizard.line_ids.filtered(lambda line: line.action == "error")
        self.assertEqual(len(error), 1, error.mapped("message"))
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertFalse(self._leek())
        return error

    # -- from another platform ---------------------------------------------------------
    def test_the_preview_writes_nothing(self):
        self.assertEqual(self._counts(make_catalogue()), (1, 0, 0, 0))
        self.assertFalse(self._leek())

    def test_an_item_becomes_a_product_of_its_producer(self):
        self.env["product.category"].create(
            {"name": "Greens", "off_dfc_type": "local-vegetable"}
        )
        self._import(make_catalogue())
        leek = self._leek()
        self.assertEqual(leek.off_producer_id.name, "Far farm")
        self.assertEqual(leek.name, "Leek")
        self.assertEqual(leek.product_template_attribute_value_ids.name, "Bunch")
        self.assertEqual(leek.off_price, 2.3)
        self.assertEqual(leek.off_unit_uom_id.name, "bunch")
        self.assertEqual(leek.off_available_qty, 12)
        self.assertEqual(leek.off_description, "Blue")
        self.assertEqual(leek.categ_id.name, "Greens")
        self.assertEqual(leek.off_tax_category_id.rate, 5.5)

    def test_importing_twice_changes_nothing(self):
        self._import(make_catalogue())
        self.assertEqual(self._counts(make_catalogue()), (0, 0, 1, 0))

    def test_a_new_price_is_an_update(self):
        self._import(make_catalogue())
        changed = make_catalogue(price__value=2.6)
        self.assertEqual(self._counts(changed), (0, 1, 0, 0))
        self._import(changed)
        self.assertEqual(self._leek().off_price, 2.6)

    def test_what_the_document_does_not_say_stays(self):
        self._import(make_catalogue())
        leek = self._leek()
        leek.off_available_on = "2030-05-01"
        chilled = self.env["off.shipping.category"].create(
            {"name": "Chilled", "temperature": "chilled"}
        )
        leek.product_tmpl_id.off_shipping_category_id = chilled
        silent = make_catalogue(
            product__description=None, product__hasType=None, price__VATrate=None
        )
        self.assertEqual(self._counts(silent), (0, 0, 1, 0))

    def test_a_further_format_joins_its_product(self):
        self._import(make_catalogue())
        second = make_catalogue(
            item__sku="FAR-2", product__name="Leek - 5 kg", quantity__value=5
        )
        second["@graph"][2]["dfc-b:hasQuantity"]["dfc-b:hasUnit"] = "dfc-m:Kilogram"
        self._import(second)
        self.assertEqual(len(self._leek().product_tmpl_id.product_variant_ids), 2)

    def test_no_stock_is_no_limit(self):
        self._import(make_catalogue(item__stockLimitation=None))
        self.assertTrue(self._leek().off_on_demand)

    def test_the_producer_is_chosen_where_the_document_names_none(self):
        document = make_catalogue(enterprise__name=None)
        self.assertIn("choose it under Producer", self._error(document).message)
        self._import(document, dfc_producer_id=self.producer.id)
        self.assertEqual(self._leek().off_producer_id, self.producer)

    def test_a_fault_names_the_item_and_imports_nothing(self):
        for change, said in (
            ({"price__value": "dear"}, "“dear” is no price"),
            ({"price__value": None}, "no offer with a price"),
            ({"price__hasUnit": "dfc-m:USDollar"}, "USD"),
            ({"quantity__hasUnit": "dfc-m:Metre"}, "Metre"),
            ({"item__references": f"{OTHER}/elsewhere"}, "not in the document"),
            ({"item__stockLimitation": "some"}, "“some” is no stock"),
            ({"product__suppliedBy": f"{OTHER}/enterprises/8"}, "at its own price"),
            ({"product__name": "x" * 300, "product__isVariantOf": None}, "255"),
        ):
            error = self._error(make_catalogue(**change))
            self.assertIn(said, error.message)
            self.assertIn("catalog_items/1", error.message)

    def test_what_is_no_catalogue_is_refused_in_words(self):
        for data, said in (
            (b"<html>", "not JSON"),
            (b"[1]", "no linked data"),
            (b"{}", "no catalogue item"),
            (b"[" * 100_000, "not JSON"),
            (b'{"@graph": NaN}', "not JSON"),
        ):
            self.assertIn(said, self._error(data).message)

    def test_products_without_a_price_are_told(self):
        document = make_catalogue()
        document["@graph"].append(
            {"@id": f"{OTHER}/x", "@type": "dfc-b:SuppliedProduct", "dfc-b:name": "X"}
        )
        wizard = self._wizard(document)
        wizard.action_preview()
        self.assertIn("left aside: 1", wizard.warning)

    # -- who may -------------------------------------------------------------------
    def test_a_producer_that_did_not_entrust_its_catalogue_is_refused(self):
        self._import(make_catalogue())
        wizard = self._wizard(make_catalogue(), user=self.coordinator_b, hub=self.hub_b)
        with self.assertRaisesRegex(UserError, "does not let Hub B"):
            wizard.action_apply()

    def test_only_coordinators_import(self):
        user = new_test_user(
            self.env, "plain_a", groups="off_hub_network.group_hub_manager"
        )
        with self.assertRaises(AccessError):
            self._wizard(make_catalogue(), user=user)

    # -- from this server ------------------------------------------------------------
    def test_what_is_exported_is_imported_unchanged(self):
        """Products of all kinds, made by hand or imported, some of them reserved."""
        self._make_catalogue_of_all_kinds()
        for profile in ("dfc-v1", "dfc-v2"):
            document = self._get(
                f"enterprises/{self.producer.id}/catalog_items", self.key_a, profile
            )
            items = [n for n in document["@graph"] if "CatalogItem" in n["@type"]]
            self.assertEqual(len(items), 6)
            self.assertEqual(self._counts(document), (0, 0, 6, 0))
        self._import(document)
        again = self._get(
            f"enterprises/{self.producer.id}/catalog_items", self.key_a, "dfc-v2"
        )
        self.assertEqual(again, document)

    def test_a_catalogue_moves_to_another_server_whole(self):
        self._make_catalogue_of_all_kinds()
        path = f"enterprises/{self.producer.id}/catalog_items"
        text = json.dumps(self._get(path, self.key_a))
        moved = text.replace(self.base, OTHER).replace('"Grower"', '"Moved"')
        self._import(json.loads(moved))
        self.assertEqual(self._counts(json.loads(moved)), (0, 0, 6, 0))
        there = self.env["res.partner"].search([("name", "=", "Moved")])
        fields = ["off_price", "off_unit_quantity", "off_unit_uom_id", "off_on_demand"]
        mine, theirs = (
            sorted(
                [product[name] for name in ("default_code", *fields)]
                for product in self.env["product.product"].search(
                    [("off_producer_id", "=", partner.id)]
                )
            )
            for partner in (self.producer, there)
        )
        self.assertEqual(str(mine), str(theirs))

    def _make_catalogue_of_all_kinds(self):
        rows = (
            "Grower,R1,Radish,Bunch,Veg,,1,,bunch,1.80,20,,0,Frais,VAT 7.7%\n"
            "Grower,R2,Radish,Tray,Veg,Many,2.5,kg,,9.00,,,1,Frais,VAT 7.7%\n"
            "Grower,O1,Oil,,Grocery,,75,cL,,12.345,3,2030-01-01,0,Sec,VAT 5.5%\n"
            "Grower,E1,Eggs,,Eggs,,6,,odd box of ours,2.10,,,1,,VAT 5.5%\n"
            "Grower,M1,Meat,,Meat,,250,g,,7.5,1,,0,,VAT 5.5%\n"
        ).replace("12.345", "12.34")
        header = (
            "producer,sku,name,display_name,category,description,units,unit_type,"
            "variant_unit_name,price,on_hand,available_on,on_demand,shipping_category,"
            "tax_category\n"
        )
        self._import((header + rows).encode(), source="csv")
        meat = self.env["product.product"].search([("default_code", "=", "M1")])
        self.env["off.availability"]._reserve({meat: 1, self.product: 3})
