from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

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
