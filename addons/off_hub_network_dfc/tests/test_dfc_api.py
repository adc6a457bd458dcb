from odoo.tests import tagged

from .common import CONTEXT_1, CONTEXT_2, DfcCommon


@tagged("post_install", "-at_install")
class TestDfcApi(DfcCommon):
    def setUp(self):
        super().setUp()
        self.farm = f"enterprises/{self.producer.id}"
        self.item = f"{self.farm}/catalog_items/{self.product.id}"
        self.offer = f"{self.farm}/offers/{self.product.id}"
        self.supplied = f"{self.farm}/supplied_products/{self.product.id}"

    def _id(self, path):
        return f"{self.base}/{path}"

    def test_a_member_is_served_with_address_products_and_catalogue(self):
        nodes = self._get_nodes(self.farm)
        farm = nodes[self.farm]
        self.assertEqual(farm["@type"], "dfc-b:Enterprise")
        self.assertEqual(farm["dfc-b:name"], "Grower")
        self.assertEqual(farm["dfc-b:email"], "grower@example.com")
        self.assertEqual(
            farm["dfc-b:hasPhoneNumber"]["dfc-b:phoneNumber"], "+33 4 76 00 00 01"
        )
        self.assertEqual(farm["dfc-b:supplies"], self._id(self.supplied))
        self.assertEqual(farm["dfc-b:manages"], self._id(self.item))
        address = nodes[f"addresses/{self.producer.id}"]
        self.assertEqual(farm["dfc-b:hasAddress"], address["@id"])
        self.assertEqual(address["dfc-b:hasCity"], "Grenoble")
        self.assertEqual(
            address["dfc-b:hasCountry"],
            "http://publications.europa.eu/resource/authority/country/FRA",
        )
        self.assertIn(self.supplied, nodes)
        self.assertIn(self.item, nodes)

    def test_a_catalogue_has_items_products_offers_and_their_producer(self):
        nodes = self._get_nodes(f"{self.farm}/catalog_items")
        item, offer, product = (
            nodes[self.item],
            nodes[self.offer],
            nodes[self.supplied],
        )
        self.assertEqual(item["@type"], "dfc-b:CatalogItem")
        self.assertEqual(item["dfc-b:sku"], "CAR")
        self.assertEqual(item["dfc-b:stockLimitation"], 10)
        self.assertEqual(item["dfc-b:references"], product["@id"])
        self.assertEqual(item["dfc-b:offeredThrough"], offer["@id"])
        self.assertEqual(offer["dfc-b:hasPrice"]["dfc-b:value"], 2.5)
        self.assertEqual(product["dfc-b:name"], "Carrots")
        self.assertEqual(
            product["dfc-b:hasQuantity"],
            {
                "@type": "dfc-b:QuantitativeValue",
                "dfc-b:hasUnit": "dfc-m:Kilogram",
                "dfc-b:value": 0.5,
            },
        )
        group = nodes[f"product_groups/{self.product.product_tmpl_id.id}"]
        self.assertEqual(group["dfc-b:hasVariant"], product["@id"])
        self.assertEqual(nodes[self.farm]["dfc-b:name"], "Grower")

    def test_every_id_of_the_catalogue_answers(self):
        for path in self._get_nodes(f"{self.farm}/catalog_items"):
            nodes = self._get_nodes(path)
            self.assertIn(path, nodes)

    def test_on_demand_is_no_limit(self):
        self.product.off_availability_ids.on_demand = True
        nodes = self._get_nodes(self.item)
        self.assertNotIn("dfc-b:stockLimitation", nodes[self.item])
        self.assertNotIn("dfc-b:stockLimitation", nodes[self.offer])

    def test_what_orders_hold_is_not_offered_again(self):
        self.env["off.availability"]._reserve({self.product: 4})
        self.assertEqual(
            self._get_nodes(self.item)[self.item]["dfc-b:stockLimitation"], 6
        )

    def test_version_1_is_the_default(self):
        response = self._ask(self.farm, self.key_a)
        self.assertEqual(
            response.headers["Content-Type"], 'application/ld+json; profile="dfc-v1"'
        )
        self.assertEqual(response.json()["@context"], CONTEXT_1)

    def test_version_2_is_served_to_who_asks_for_it(self):
        response = self._ask(self.farm, self.key_a, profile="dfc-v2")
        self.assertEqual(
            response.headers["Content-Type"], 'application/ld+json; profile="dfc-v2"'
        )
        document = response.json()
        self.assertEqual(document["@context"], CONTEXT_2)
        farm = document["@graph"][0]
        self.assertEqual(farm["@type"], "dfc-b:Organization")
        self.assertEqual(farm["@id"], self._id(f"organizations/{self.producer.id}"))

    def test_lists_of_version_2_are_containers(self):
        nodes = self._get_nodes("organizations")
        container = nodes["organizations"]
        self.assertEqual(container["@type"], "ldp:Container")
        self.assertIn(
            self._id(f"organizations/{self.producer.id}"), container["ldp:contains"]
        )

    def test_the_callers_own_member_is_called_default(self):
        nodes = self._get_nodes("enterprises/default/catalog_items", self.key_grower)
        self.assertIn(self.item, nodes)

    def test_a_hub_is_a_group_of_those_around_it(self):
        path = f"enterprise_groups/{self.hub_a.id}"
        group = self._get_nodes(path)[path]
        self.assertEqual(group["dfc-b:name"], "Hub A")
        self.assertEqual(group["dfc-b:affiliatedBy"], self._id(self.farm))
        farm = self._get_nodes(self.farm)[self.farm]
        self.assertEqual(farm["dfc-b:affiliates"], self._id(path))

    def test_products_are_listed_without_prices(self):
        response = self._ask("supplied_products", self.key_b)
        self.assertIn(self._id(self.supplied), response.text)
        self.assertNotIn("hasPrice", response.text)
        self.assertNotIn("CatalogItem", response.text)

    def test_only_reading_is_possible(self):
        for method in ("POST", "PUT", "DELETE"):
            response = self._ask(self.item, self.key_a, method=method)
            self.assertEqual(response.status_code, 405)
            self.assertIn("Use GET", response.json()["what_to_do"])

    def test_no_session_is_left_behind(self):
        response = self._ask(self.farm, self.key_a)
        self.assertNotIn("session_id", response.cookies)
        self.assertIn("no-store", response.headers["Cache-Control"])
