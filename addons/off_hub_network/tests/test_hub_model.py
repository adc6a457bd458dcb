from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import NetworkCommon


@tagged("post_install", "-at_install")
class TestHubModel(NetworkCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = cls.env["off.hub.model"].create(
            {
                "name": "Cellar of friends",
                "code": "cellar",
                "role_ids": [
                    (4, cls.env.ref("off_hub_network.role_collective_buyer").id)
                ],
                "may_order": True,
                "may_override": True,
            }
        )

    def test_each_model_of_rule_6_has_a_page_that_explains_it(self):
        models = self.env["off.hub.model"].search([]) - self.model
        self.assertEqual(
            models.mapped("code"),
            [
                "buying-group",
                "grower-rounds",
                "micro-market",
                "institutional-platform",
                "weekly-baskets",
            ],
        )
        for model in models:
            self.assertTrue(model.summary)
            self.assertIn("<h3>", model.description)

    def test_a_hub_starts_with_the_roles_of_its_model(self):
        hubs = self.env["off.hub"].with_user(self.coordinator_a)
        hub = hubs.create({"name": "Cellar", "model_id": self.model.id})
        codes = set(hub.partner_id.off_role_ids.mapped("code"))
        self.assertEqual(codes, {"hub", "collective_buyer"})

    def test_a_model_chosen_later_adds_and_takes_nothing(self):
        transporter = self.env.ref("off_hub_network.role_transporter")
        self.hub_a.partner_id.off_role_ids += transporter
        self.hub_a.model_id = self.model
        codes = set(self.hub_a.partner_id.off_role_ids.mapped("code"))
        self.assertEqual(codes, {"hub", "transporter", "collective_buyer"})

    def test_a_hub_asks_for_what_its_model_needs(self):
        self.hub_a.model_id = self.model
        links = self.env["off.network.link"].with_user(self.coordinator_a)
        form = Form(links, "off_hub_network.off_network_link_view_form")
        form.grantor_id = self._create_producer("Cheese maker")
        form.grantee_id = self.hub_a.partner_id
        link = form.save()
        self.assertTrue(link.may_order)
        self.assertTrue(link.may_override)
        self.assertFalse(link.may_manage_products)

    def test_a_code_is_a_part_of_an_address(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.model.code = "Cave d'amis"
            self.env.flush_all()

    def test_only_administrators_write_models(self):
        with self.assertRaises(AccessError):
            self.model.with_user(self.coordinator_a).name = "Mine"
        portal = new_test_user(self.env, "portal_model", groups="base.group_portal")
        self.assertEqual(self.model.with_user(portal).name, "Cellar of friends")
        with self.assertRaises(AccessError):
            self.model.with_user(portal).unlink()
