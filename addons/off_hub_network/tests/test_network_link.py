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
