from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import HomeCommon

STAFF = "off_hub_network.group_user"


@tagged("post_install", "-at_install")
class TestRounds(HomeCommon, HttpCase):
    """The list with which orders are brought home."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.driver = cls._create_staff("driver", cls.company_a)
        cls.stranger = cls._create_staff("stranger", cls.company_b)
        cls.families[0].write({"phone": "+33 6 11 22 33 44", "comment": "Secret"})
        cls.families[1].write(
            {"street": "1 allée du Lac", "zip": "69002", "city": "<script>Lyon"}
        )
        cls.order = cls._order_home({cls.leeks: 2})
        cls.order.off_delivery_note = "Code <script>12B"
        cls._order_home({cls.leeks: 1}, cls.families[1])
        cls._order_home({cls.leeks: 1}, cls.families[2], slot=cls.collected)

    @classmethod
    def _create_staff(cls, login, company, groups=STAFF):
        return new_test_user(
            cls.env,
            login,
            groups,
            password=login * 3,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _get_rounds(self, user):
        return self.cycle.with_user(user).with_company(user.company_id)._get_rounds()

    def _get_page(self, user):
        self.authenticate(user.login, user.login * 3)
        return self.url_open(f"/off/rounds/{self.cycle.id}")

    def test_stops_are_sorted_and_tell_what_is_needed_at_the_door(self):
        ((round_of_slot),) = self._get_rounds(self.driver)
        self.assertEqual(round_of_slot["slot"], self.home)
        stops = round_of_slot["stops"]
        self.assertEqual([stop["name"] for stop in stops], ["Family 1", "Family 0"])
        stop = stops[1]
        self.assertEqual(stop["address"], "3 rue du Four, 69003 Lyon")
        self.assertEqual(stop["phone"], "+33 6 11 22 33 44")
        self.assertEqual(stop["notes"], ["Code <script>12B"])
        self.assertEqual(stop["orders"], [self.order.name])

    def test_two_orders_to_one_door_are_one_stop(self):
        second = self._order_home({self.leeks: 1})
        stop = self._get_rounds(self.driver)[0]["stops"][1]
        self.assertEqual(stop["orders"], [self.order.name, second.name])

    def test_what_is_cancelled_or_not_validated_is_not_on_it(self):
        self.order._action_cancel()
        self._order_home({self.leeks: 1}, confirm=False)
        names = [stop["name"] for stop in self._get_rounds(self.driver)[0]["stops"]]
        self.assertEqual(names, ["Family 1"])

    def test_the_page_and_the_paper_tell_nothing_else(self):
        response = self._get_page(self.driver)
        self.assertIn("no-store", response.headers["Cache-Control"])
        paper = self.env["ir.actions.report"].with_user(self.driver)
        html = paper._render_qweb_html(
            "off_order_cycle_delivery.rounds_report", self.cycle.ids
        )[0].decode()
        for text in (response.text, html):
            self.assertIn("3 rue du Four, 69003 Lyon", text)
            self.assertIn("tel:+33611223344", text)
            self.assertIn("12B", text)
            for private in ("Secret", "Leeks", "6.00", "11.00", "@", "Family 2"):
                self.assertNotIn(private, text.partition("<main>")[2] or text)
            self.assertNotIn("<script>12B", text)
            self.assertNotIn("<script>Lyon", text)

    def test_nobody_else_gets_it(self):
        with self.assertRaises(AccessError):
            self._get_rounds(self.stranger)
        self.assertEqual(self._get_page(self.stranger).status_code, 404)
        clerk = self._create_staff("clerk", self.company_a, "base.group_user")
        self.assertEqual(self._get_page(clerk).status_code, 404)
        customer = new_test_user(
            self.env, "customer", "base.group_portal", password="customer" * 3
        )
        self.assertEqual(self._get_page(customer).status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(f"/off/rounds/{self.cycle.id}").url)

    def test_a_cycle_without_rounds_says_so(self):
        self.home.point_id.carrier_id = False
        self.assertFalse(self.cycle.has_rounds)
        self.assertIn("Nothing is to be brought home", self._get_page(self.driver).text)
