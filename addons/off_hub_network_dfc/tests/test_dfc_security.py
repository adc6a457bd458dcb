from odoo.tests import tagged

from .common import DfcCommon

BIG = 2**31 + 5


@tagged("post_install", "-at_install")
class TestDfcSecurity(DfcCommon):
    """Rule 4 of docs/domain.md on this channel."""

    def setUp(self):
        super().setUp()
        self.farm = f"enterprises/{self.producer.id}"
        self.pages = [
            self.farm,
            f"organizations/{self.producer.id}",
            f"addresses/{self.producer.id}",
            f"{self.farm}/catalog_items",
            f"{self.farm}/catalog_items/{self.product.id}",
            f"{self.farm}/offers/{self.product.id}",
            f"{self.farm}/supplied_products/{self.product.id}",
            f"product_groups/{self.product.product_tmpl_id.id}",
        ]

    def test_nothing_is_answered_without_a_valid_key(self):
        for key in (None, "0" * 40, "no key at all"):
            for path in (*self.pages, "enterprises", "enterprise_groups"):
                self._assert_refused(path, key, 401)

    def test_a_revoked_key_opens_nothing(self):
        key = self._create_key(self.coordinator_a)
        self._get(self.farm, key)
        keys = self.env["res.users.apikeys"].sudo()
        keys.search([("user_id", "=", self.coordinator_a.id)]).unlink()
        self._assert_refused(self.farm, key, 401)

    def test_a_key_of_an_archived_user_opens_nothing(self):
        self.coordinator_a.active = False
        self._assert_refused(self.farm, self.key_a, 401)

    def test_a_key_for_something_else_opens_nothing(self):
        key = self._create_key(self.coordinator_a, scope="2fa")
        self._assert_refused(self.farm, key, 401)

    def test_a_hidden_member_is_the_same_as_none(self):
        self.producer.off_visibility = "hidden"
        for path in self.pages:
            hidden = self._assert_refused(path, self.key_b)
            unknown = self._assert_refused(f"enterprises/{BIG}", self.key_b)
            self.assertEqual(hidden, unknown)
        self.assertNotIn(self.farm, self._get_nodes("enterprises", self.key_b))
        response = self._ask("supplied_products", self.key_b)
        self.assertNotIn("Carrots", response.text)

    def test_a_hidden_member_sees_itself(self):
        self.producer.off_visibility = "hidden"
        for path in self.pages:
            self._get(path, self.key_grower)

    def test_a_member_for_its_links_is_shown_to_them_alone(self):
        self.producer.off_visibility = "linked"
        self._get(self.farm, self.key_a)
        self._assert_refused(self.farm, self.key_b)
        self.link_a.action_revoke()
        self._assert_refused(self.farm, self.key_a)

    def test_prices_are_for_those_whom_the_producer_lets_order(self):
        for path in self.pages[3:6]:
            self._get(path, self.key_a)
            self._get(path, self.key_grower)
            self._assert_refused(path, self.key_b)
        self.link_a.action_revoke()
        for path in self.pages[3:6]:
            self._assert_refused(path, self.key_a)
        for key in (self.key_a, self.key_b):
            response = self._ask("enterprises", key)
            self.assertNotIn("dfc-b:manages", response.text)
            response = self._ask(self.farm, key)
            self.assertNotIn("dfc-b:stockLimitation", response.text)

    def test_a_hubs_catalogue_is_for_its_operator_alone(self):
        self.link_a.may_override = True
        self.env["off.catalog.item"].create(
            {
                "hub_id": self.hub_a.id,
                "product_id": self.product.id,
                "price_rule": "fixed",
                "price": 3.75,
            }
        )
        hub = f"enterprises/{self.hub_a.partner_id.id}"
        path = f"{hub}/offers/{self.product.id}"
        price = self._get(path, self.key_a)["dfc-b:hasPrice"]["dfc-b:value"]
        self.assertEqual(price, 3.75)
        item = self._get_nodes(f"{hub}/catalog_items", self.key_a)[
            f"{hub}/catalog_items/{self.product.id}"
        ]
        self.assertIn(f"{self.farm}/supplied_products/", item["dfc-b:references"])
        for key in (self.key_b, self.key_grower):
            self._assert_refused(path, key)
            self._assert_refused(f"{hub}/catalog_items", key)
            for page in ("enterprises", hub):
                self.assertNotIn("3.75", self._ask(page, key).text)

    def test_contacts_are_shown_as_the_member_chose(self):
        farm = self._get_nodes(self.farm, self.key_b)[self.farm]
        self.assertNotIn("dfc-b:email", farm)
        self.assertNotIn("dfc-b:hasPhoneNumber", farm)
        self.producer.off_address_visibility = "hidden"
        for key in (self.key_a, self.key_b):
            address = self._get(f"addresses/{self.producer.id}", key)
            self.assertNotIn("dfc-b:hasStreet", address)
            self.assertEqual(address["dfc-b:hasCity"], "Grenoble")

    def test_customers_are_no_members_and_have_no_address_here(self):
        customer = self.env["res.partner"].create(
            {"name": "Family", "street": "2 rue Secrète", "city": "Voiron"}
        )
        for key in (self.key_a, self.key_b, self.key_grower):
            self._assert_refused(f"enterprises/{customer.id}", key)
            self._assert_refused(f"addresses/{customer.id}", key)
            self.assertNotIn("Secrète", self._ask("enterprises", key).text)

    def test_a_person_sees_itself_alone(self):
        path = f"persons/{self.coordinator_a.id}"
        person = self._get(path, self.key_a)
        self.assertEqual(person["@type"], "dfc-b:Person")
        mine = self._assert_refused(path, self.key_b)
        self.assertEqual(mine, self._assert_refused(f"persons/{BIG}", self.key_b))

    def test_a_product_answers_under_its_own_producer_alone(self):
        other = self._create_producer("Neighbour")
        path = f"enterprises/{other.id}/supplied_products/{self.product.id}"
        self._assert_refused(path, self.key_a)

    def test_a_hub_does_not_tell_strangers_who_is_linked_to_it(self):
        path = f"enterprise_groups/{self.hub_a.id}"
        self.assertNotIn("dfc-b:affiliatedBy", self._get_nodes(path, self.key_b)[path])
        self.assertIn(
            "dfc-b:affiliatedBy", self._get_nodes(path, self.key_grower)[path]
        )

    def test_odd_ids_are_unknown_ids(self):
        for odd in ("x", "-1", "0", "1.5", "%00", "²", "9" * 30):
            self._assert_refused_quietly(f"enterprises/{odd}")
            self._assert_refused_quietly(f"product_groups/{odd}")
            self._assert_refused_quietly(f"{self.farm}/catalog_items/{odd}")

    def _assert_refused_quietly(self, path):
        self.assertEqual(self._ask(path, self.key_a).status_code, 404, path)
