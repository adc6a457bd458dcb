from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import NetworkCommon


@tagged("post_install", "-at_install")
class TestNetworkLink(NetworkCommon):
    def test_r1_a_link_lets_the_hub_order(self):
        self.assertEqual(self.hub_a._get_suppliers()[self.hub_a], self.producer)
        self.assertFalse(self.hub_b._get_suppliers()[self.hub_b])

    def test_r1_a_revoked_link_no_longer_does(self):
        self.link_a.action_revoke()
        self.assertFalse(self.hub_a._get_suppliers()[self.hub_a])

    def test_r1_permissions_are_apart(self):
        self.link_a.may_order = False
        self.assertFalse(self.hub_a._get_suppliers()[self.hub_a])
        self.assertIn(self.company_a, self.producer.off_catalog_company_ids)

    def test_a_step_that_does_not_apply_is_refused(self):
        with self.assertRaisesRegex(UserError, "this step needs it"):
            self.link_a.action_accept()

    def _propose(self, **vals):
        return (
            self.env["off.network.link"]
            .with_user(self.coordinator_b)
            .create(
                {
                    "grantor_id": self.producer.id,
                    "grantee_id": self.hub_b.partner_id.id,
                    **vals,
                }
            )
        )

    def test_r1_nobody_grants_itself(self):
        link = self._propose(state="accepted")
        self.assertEqual(link.state, "proposed")
        with self.assertRaisesRegex(AccessError, "Only Grower"):
            link.action_accept()
        with self.assertRaises(AccessError):
            link.state = "accepted"
        link.sudo().action_accept()
        with self.assertRaisesRegex(AccessError, "Only Grower"):
            link.may_override = True
        link.may_order = False  # giving up is for both
        with self.assertRaises(AccessError):
            link.grantee_id = self.hub_a.partner_id
        link.action_revoke()

    def test_r1_the_operator_that_introduced_a_member_answers_for_it(self):
        member = (
            self.env["res.partner"]
            .with_user(self.coordinator_a)
            .create(
                {
                    "name": "New farm",
                    "off_role_ids": [
                        (4, self.env.ref("off_hub_network.role_producer").id)
                    ],
                }
            )
        )
        self.assertEqual(member.off_keeper_company_id, self.company_a)
        link = self._propose(grantor_id=member.id)
        with self.assertRaises(AccessError):
            link.action_accept()
        link.with_user(self.coordinator_a).action_accept()
        self.assertEqual(link.state, "accepted")
        with self.assertRaises(AccessError):
            member.off_keeper_company_id = self.company_b

    def test_r1_a_member_with_a_login_answers_itself(self):
        farmer = new_test_user(self.env, "farmer", groups="base.group_portal")
        farmer.partner_id.parent_id = self.producer
        self.producer.off_keeper_company_id = self.company_b
        link = self._propose()
        with self.assertRaises(AccessError):
            link.action_accept()
        self.assertEqual(
            self.producer.with_user(farmer)._off_get_spoken_for(), self.producer
        )

    def test_nobody_is_linked_to_itself(self):
        with self.assertRaises(ValidationError):
            self.env["off.network.link"].create(
                {"grantor_id": self.producer.id, "grantee_id": self.producer.id}
            )

    def test_products_are_written_by_link_permission_only(self):
        template = self.product.product_tmpl_id
        template.with_user(self.coordinator_a).name = "Sand carrots"
        with self.assertRaises(AccessError):
            template.with_user(self.coordinator_b).name = "Mine"
        self.assertEqual(template.with_user(self.coordinator_b).name, "Sand carrots")
        self.link_a.action_revoke()
        with self.assertRaises(AccessError):
            template.with_user(self.coordinator_a).name = "Still mine"

    def test_another_operator_does_not_see_the_link(self):
        links = self.env["off.network.link"].with_user(self.coordinator_b)
        self.assertFalse(links.search([("id", "=", self.link_a.id)]))

    # -- both sides ---------------------------------------------------------------
    def _login(self, member, login):
        user = new_test_user(self.env, login, groups="base.group_portal")
        user.partner_id.parent_id = member
        return user

    def test_r1_a_hub_asks_and_the_producer_answers_from_its_portal(self):
        farmer = self._login(self.producer, "farmer")
        hub = self.hub_b.partner_id
        link = (
            self.env["off.network.link"]
            .with_user(self.coordinator_b)
            ._off_propose(self.producer, hub, ["may_order"], "We love your carrots")
        )
        self.assertEqual(link.proposed_by_id, hub)
        self.assertIn("carrots", link.sudo().message_ids[0].body)
        self.assertIn(farmer.partner_id, link.sudo().message_ids[0].partner_ids)
        with self.assertRaises(AccessError):
            link.action_accept()
        link.with_user(farmer).action_accept()
        self.assertEqual(link.state, "accepted")
        self.assertIn(self.producer, self.hub_b._get_suppliers()[self.hub_b])
        link.with_user(farmer).action_revoke()
        self.assertFalse(self.hub_b._get_suppliers()[self.hub_b])

    def test_r1_a_producer_offers_itself_and_the_hub_answers(self):
        farmer = self._login(self.producer, "farmer")
        Link = self.env["off.network.link"].with_user(farmer)
        link = Link._off_propose(
            self.producer, self.hub_b.partner_id, ["may_order", "may_manage_products"]
        )
        self.assertEqual(link.proposed_by_id, self.producer)
        with self.assertRaises(AccessError):
            link.action_accept()
        with self.assertRaises(AccessError):
            link.with_user(self.coordinator_b).may_override = True
        link.with_user(self.coordinator_b).action_accept()
        self.assertTrue(link.sudo().may_manage_products)
        self.assertFalse(link.sudo().may_override)

    def test_r1_nobody_proposes_for_others(self):
        stranger = self._login(self._create_producer("Stranger"), "stranger")
        Link = self.env["off.network.link"].with_user(stranger)
        with self.assertRaisesRegex(AccessError, "your own member"):
            Link._off_propose(self.producer, self.hub_b.partner_id, ["may_order"])
        with self.assertRaises(AccessError):
            self.link_a.with_user(stranger).action_revoke()
        with self.assertRaisesRegex(UserError, "already|exists"):
            self.env["off.network.link"]._off_propose(
                self.producer, self.hub_a.partner_id, ["may_order"]
            )
        with self.assertRaisesRegex(UserError, "at least one"):
            self.env["off.network.link"]._off_propose(
                self.producer, self.hub_b.partner_id, []
            )

    def test_r1_a_refused_link_is_proposed_again_not_doubled(self):
        link = self._propose()
        link.sudo().action_refuse()
        again = (
            self.env["off.network.link"]
            .with_user(self.coordinator_b)
            ._off_propose(self.producer, self.hub_b.partner_id, ["may_order"], "Please")
        )
        self.assertEqual(again, link)
        self.assertEqual((link.state, link.message), ("proposed", "Please"))
