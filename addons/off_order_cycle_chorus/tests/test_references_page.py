from odoo import http
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import ChorusCommon


@tagged("post_install", "-at_install")
class TestReferencesPage(ChorusCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.order = self._create_order({self.product: 2}, self.town)
        self.order.locked = False
        for login, partner in (("cook", self.canteen), ("other", self.families[0])):
            new_test_user(
                self.env,
                login,
                "base.group_portal",
                partner_id=partner.id,
                company_id=self.company_a.id,
                company_ids=[Command.set(self.company_a.ids)],
            )

    def _post_as(self, login, **texts):
        self.authenticate(login, login)
        return self.url_open(
            f"/my/orders/{self.order.id}/references",
            data={"csrf_token": http.Request.csrf_token(self), **texts},
        )

    def test_the_cook_writes_the_engagement(self):
        self.authenticate("cook", "cook")
        page = self.url_open(self.order.get_portal_url())
        self.assertIn("Engagement number", page.text)
        self._post_as("cook", off_engagement="  EJ-99 ", off_contract="", name="X")
        self.assertEqual(self.order.off_engagement, "EJ-99")
        self.assertFalse(self.order.off_contract)
        self.assertEqual(self.order.off_service_code, "CUISINE-01")
        self.assertNotEqual(self.order.name, "X")

    def test_others_do_not(self):
        self._post_as("other", off_engagement="EJ-1")
        self.assertFalse(self.order.off_engagement)

    def test_what_is_invoiced_stays(self):
        self.order.off_engagement = "EJ-1"
        self._hand_over()
        self.cycle.action_settle()
        self._post_as("cook", off_engagement="EJ-2")
        self.assertEqual(self.order.off_engagement, "EJ-1")
        page = self.url_open(self.order.get_portal_url())
        self.assertIn("EJ-1", page.text)

    def test_families_see_nothing_of_it(self):
        order = self._create_order({self.product: 1})
        page = self.url_open(order.get_portal_url())
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("References on the invoice", page.text)
