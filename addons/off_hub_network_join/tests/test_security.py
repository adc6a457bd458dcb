from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import JoinCommon


@tagged("post_install", "-at_install")
class TestSecurity(JoinCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.to_network = cls._ask()
        cls.to_hub_b = cls._ask(email="b@x.example", hub_id=cls.hub_b)

    def _get_seen(self, user):
        return self.env["off.join.request"].with_user(user).search([])

    def test_outsiders_read_no_request(self):
        outsiders = [
            self.env.ref("base.public_user"),
            new_test_user(self.env, "join_portal", groups="base.group_portal"),
            new_test_user(self.env, "join_plain", groups="base.group_user"),
            self._create_user(
                "join_manager", self.company_a, "off_hub_network.group_hub_manager"
            ),
        ]
        for user in outsiders:
            for name in ("off.join.request", "off.join.match", "off.join.refusal"):
                with self.subTest(user=user.login, model=name):
                    with self.assertRaises(AccessError):
                        self.env[name].with_user(user).search([])
            with self.assertRaises(AccessError):
                self.to_network.with_user(user).read(["email"])
            with self.assertRaises(AccessError):
                self.env["off.join.request"].with_user(user).create({"name": "x"})
            with self.assertRaises(AccessError):
                self.to_network.with_user(user).action_approve()

    def test_a_request_to_a_hub_is_its_operators(self):
        seen = self._get_seen(self.coordinator_a)
        self.assertIn(self.to_network, seen)
        self.assertNotIn(self.to_hub_b, seen)
        self.assertIn(self.to_hub_b, self._get_seen(self.coordinator_b))
        self.assertIn(self.to_hub_b, self._get_seen(self.admin))
        with self.assertRaises(AccessError):
            self.to_hub_b.with_user(self.coordinator_a).action_approve()

    def test_steps_are_not_typed_in(self):
        request = self.to_network.with_user(self.coordinator_a)
        request.phone = "02 41 00 00 00"
        for vals in (
            {"state": "approved"},
            {"email": "mine@x.example"},
            {"partner_id": self.producer.id},
            {"contact_id": self.producer.id},
            {"company_id": self.company_a.id},
            {"asked_company_id": self.company_a.id},
            {"date_publish_consent": "2026-01-01"},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(AccessError, "not typed in"),
            ):
                request.write(vals)

    def test_only_administrators_erase(self):
        with self.assertRaises(AccessError):
            self.to_network.with_user(self.coordinator_a).unlink()
        self.to_network.with_user(self.admin).unlink()

    def test_moderators_do_not_see_where_requests_come_from(self):
        with self.assertRaises(AccessError):
            self.to_network.with_user(self.coordinator_a).read(["origin"])
