from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.off_hub_network_portal.tests.axe import CHECK, get_axe
from odoo.addons.off_order_cycle.tests.common import CycleCommon

PATH = "/my/network/orders"


@tagged("post_install", "-at_install")
class TestOrdersPage(CycleCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grower = cls._create_login("grower", cls.producer)
        cls.neighbour = cls._create_producer("Neighbour")
        cls.neighbour_user = cls._create_login("neighbour", cls.neighbour)
        cls.family_user = cls._create_login("family")

    @classmethod
    def _create_login(cls, login, member=None):
        contact = cls.env["res.partner"].create(
            {"name": login, "parent_id": member.id if member else False}
        )
        return cls.env["res.users"].create(
            {
                "login": login,
                "password": login * 3,
                "partner_id": contact.id,
                "lang": "en_US",
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )

    def _login(self, user):
        self.authenticate(user.login, user.login * 3)

    def _get_coming_up(self, user=None):
        user = user or self.grower
        return user._off_get_member().with_user(user).sudo(False)._off_get_coming_up()

    def test_quantities_so_far_are_told_for_each_hub(self):
        self._create_order({self.product: 3, self.leeks: 1})
        self._create_order({self.product: 2}, self.families[1])
        self._create_order({self.product: 4}, self.families[2], confirm=False)
        (item,) = self._get_coming_up()
        self.assertEqual(item["cycle"], self.cycle)
        self.assertEqual(dict(item["lines"]), {"Carrots": "5", "Leeks": "1"})
        (part,) = item["hubs"]
        self.assertEqual(part["hub"], self.hub_a)
        self.assertEqual(dict(part["lines"]), dict(item["lines"]))

    def test_customers_sale_prices_and_goods_of_others_stay_unknown(self):
        foreign = self._create_product("Honey", 9, off_producer_id=self.neighbour.id)
        self.exchange.offer_ids.price = 77.77
        self._create_order({self.product: 3})
        self._login(self.grower)
        page = self.url_open(PATH).text
        self.assertIn("Carrots", page)
        self.assertIn("Hub A", page)
        for secret in ("Family", "77.77", "77,77", foreign.name):
            self.assertNotIn(secret, page)

    def test_a_closed_cycle_becomes_a_purchase_order_with_its_pdf(self):
        self._create_order({self.product: 3})
        self.cycle.action_close()
        self.assertFalse(self._get_coming_up())
        purchase = self.cycle.purchase_ids
        self._login(self.grower)
        page = self.url_open(PATH).text
        self.assertIn(purchase.name, page)
        self.assertIn("Operator A", page)
        self.assertIn("report_type=pdf", page)
        detail = self.url_open(purchase.get_portal_url())
        self.assertIn(purchase.name, detail.text)
        self.assertIn(f"/my/purchase/{purchase.id}", detail.url)

    def test_others_see_none_of_it(self):
        self._create_order({self.product: 3})
        self.assertFalse(self._get_coming_up(self.neighbour_user))
        with self.assertRaises(AccessError):
            self.producer.with_user(self.neighbour_user)._off_get_coming_up()
        with self.assertRaises(AccessError):
            self.producer.with_user(self.family_user)._off_get_purchases()
        self._login(self.neighbour_user)
        self.assertNotIn("Carrots", self.url_open(PATH).text)
        self._login(self.family_user)
        self.assertEqual(self.url_open(PATH).status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(PATH).url)

    def test_queries_do_not_depend_on_the_number_of_orders(self):
        self._create_order({self.product: 1})
        counts = []
        for _turn in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._get_coming_up()
            counts.append(self.cr.sql_log_count - before)
            for family in self.families:
                self._create_order({self.product: 1, self.leeks: 2}, family)
        self.assertLessEqual(counts[1], counts[0])

    def test_the_page_has_no_serious_accessibility_fault(self):
        self._create_order({self.product: 3})
        script = self.env["ir.attachment"].create(
            {
                "name": "axe.js",
                "raw": get_axe(),
                "mimetype": "application/javascript",
                "public": True,
            }
        )
        url = f"/web/content/{script.id}/axe.js"
        self.browser_js(PATH, CHECK % url, login="grower")
