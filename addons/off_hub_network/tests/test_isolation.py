from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import NetworkCommon


@tagged("post_install", "-at_install")
class TestIsolation(NetworkCommon):
    def setUp(self):
        super().setUp()
        self.family = (
            self.env["res.partner"]
            .with_user(self.coordinator_a)
            .create({"name": "Family of A"})
        )

    def test_a_customer_has_no_company_but_an_operator(self):
        self.assertFalse(self.family.company_id)
        self.assertEqual(self.family.off_company_ids, self.company_a)

    def test_staff_of_another_operator_cannot_read_the_customer(self):
        partners = self.env["res.partner"].with_user(self.coordinator_b)
        self.assertFalse(partners.search([("id", "=", self.family.id)]))
        self.assertFalse(partners.name_search("Family of A"))
        with self.assertRaises(AccessError):
            partners.browse(self.family.id).read(["name"])

    def test_a_login_made_by_somebody_else_belongs_to_its_operator(self):
        portal = new_test_user(
            self.env,
            "signed_up",
            groups="base.group_portal",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        self.assertEqual(portal.partner_id.off_company_ids, self.company_a)

    def test_addresses_follow_their_customer(self):
        address = self.env["res.partner"].create(
            {"name": "Home", "parent_id": self.family.id, "type": "delivery"}
        )
        self.assertEqual(address.off_company_ids, self.company_a)

    def test_members_are_visible_to_all(self):
        producer = self.producer.with_user(self.coordinator_b)
        self.assertEqual(producer.name, "Grower")

    def test_companies_stay_visible_to_their_own_staff(self):
        partner = self.company_b.partner_id.with_user(self.coordinator_b)
        self.assertEqual(partner.name, "Operator B")

    def test_a_family_served_by_two_operators_is_seen_by_both(self):
        self.family._off_serve_by(self.company_b)
        family = self.family.with_user(self.coordinator_b)
        self.assertEqual(family.name, "Family of A")

    def test_only_portal_users_get_the_second_company(self):
        portal = new_test_user(
            self.env,
            "portal_a",
            groups="base.group_portal",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        (portal.partner_id | self.coordinator_a.partner_id)._off_serve_by(
            self.company_b
        )
        self.assertEqual(portal.company_ids, self.company_a | self.company_b)
        self.assertEqual(self.coordinator_a.company_ids, self.company_a)

    def test_another_operators_hub_cannot_be_changed(self):
        with self.assertRaises(AccessError):
            self.hub_a.with_user(self.coordinator_b).name = "Taken over"
        self.assertEqual(self.hub_a.with_user(self.coordinator_b).name, "Hub A")

    def test_a_plain_user_cannot_manage_hubs(self):
        user = self._create_user(
            "user_a", self.company_a, groups="off_hub_network.group_user"
        )
        with self.assertRaises(AccessError):
            self.hub_a.with_user(user).name = "No"
