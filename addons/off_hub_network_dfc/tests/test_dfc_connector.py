from odoo.tests import tagged

from .common import DfcCommon
from .tools import get_connector, read_with_connector


@tagged("post_install", "-at_install")
class TestDfcConnector(DfcCommon):
    """The consortium's own connector reads what this server says.

    Its version 1.0.0-beta.2, the newest that is published, knows context 1.16 alone:
    it has neither the address nor the Organization of 2.0. Version 2.0 is read by
    rdflib in ``test_dfc_rdf``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connector = get_connector()
        cls.env["res.company"]._get_main_company().currency_id = cls.env.ref("base.EUR")
        cls.product.off_tax_category_id = cls.env["off.tax.category"].create(
            {"name": "Food", "rate": 5.5}
        )
        cls.farm = f"enterprises/{cls.producer.id}"

    def _read(self, path):
        found = read_with_connector(self.connector, self._get(path))
        return {
            key.removeprefix(f"{self.base}/"): value for key, value in found.items()
        }

    def test_it_reads_a_catalogue(self):
        found = self._read(f"{self.farm}/catalog_items")
        ids = {
            name: f"{self.farm}/{name}/{self.product.id}"
            for name in ("catalog_items", "supplied_products", "offers")
        }
        item = found[ids["catalog_items"]]
        self.assertEqual(item["class"], "CatalogItem")
        self.assertEqual((item["sku"], item["stock"]), ("CAR", 10))
        self.assertEqual(item["offers"], [f"{self.base}/{ids['offers']}"])
        self.assertEqual(item["product"], f"{self.base}/{ids['supplied_products']}")
        product = found[ids["supplied_products"]]
        self.assertEqual(product["class"], "SuppliedProduct")
        self.assertEqual(product["name"], "Carrots")
        self.assertEqual(product["quantity"], 0.5)
        self.assertEqual(product["quantityUnit"], "dfc-m:Kilogram")
        offer = found[ids["offers"]]
        self.assertEqual(offer["class"], "Offer")
        self.assertEqual((offer["price"], offer["vatRate"]), (2.5, 5.5))
        self.assertEqual(offer["priceUnit"], "dfc-m:Euro")

    def test_it_reads_members(self):
        found = self._read(self.farm)
        farm = found[self.farm]
        self.assertEqual(farm["class"], "Enterprise")
        self.assertEqual(farm["name"], "Grower")
        self.assertEqual(farm["emails"], ["grower@example.com"])
        product = f"{self.base}/{self.farm}/supplied_products/{self.product.id}"
        self.assertEqual(farm["supplied"], [product])
        item = f"{self.base}/{self.farm}/catalog_items/{self.product.id}"
        self.assertEqual(farm["items"], [item])
        address = found[f"addresses/{self.producer.id}"]
        self.assertEqual((address["class"], address["city"]), ("Address", "Grenoble"))

    def test_it_reads_every_page(self):
        for path, kind in (
            ("enterprises", "Enterprise"),
            ("enterprise_groups", "Enterprise"),
            (f"enterprise_groups/{self.hub_a.id}", "Enterprise"),
            ("supplied_products", "SuppliedProduct"),
            (f"product_groups/{self.product.product_tmpl_id.id}", "SuppliedProduct"),
            (f"addresses/{self.producer.id}", "Address"),
            (f"persons/{self.coordinator_a.id}", "Person"),
        ):
            classes = {found["class"] for found in self._read(path).values()}
            self.assertIn(kind, classes, path)
