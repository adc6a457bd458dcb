import re

from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestWeightPages(CycleWebsiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bread.write(
            {
                "off_unit_quantity": 800,
                "off_unit_uom_id": cls.env.ref("uom.product_uom_gram").id,
                "off_billed_by_weight": True,
            }
        )

    def test_r24_the_shop_says_what_is_an_estimate(self):
        page = self.url_open(self._get_path()).text.replace(",", ".")
        text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        self.assertIn("About 800 g. billed by weight: ", text)
        self.assertRegex(text, r"4\.00\D{1,3} estimated|\D4\.00 estimated")
        self.assertRegex(text, r"5\.00\D{0,3} / kg")

    def test_r24_the_order_says_what_is_an_estimate(self):
        self._login(self.customer)
        self._order({self.bread: 2}, self.slot)
        order = self._get_orders()
        page = self.url_open(order.get_portal_url()).text
        self.assertIn("About 800 g, billed by weight", page)
