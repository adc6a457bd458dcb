from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.off_order_cycle.models.off_notice_send import MARK as MAIL_MARK

from ..models.shop_page import MARK
from .common import CycleWebsiteCase

BAD = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestMarkup(CycleWebsiteCase):
    """Pages and mails are joined of rendered pieces: what people write stays text."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        label = cls.env["off.label"].search([], limit=1)
        label.name = f"L{BAD}"
        cls.env["off.certificate"].create(
            {
                "partner_id": cls.producer.id,
                "label_id": label.id,
                "date_start": "2020-01-01",
                "date_end": fields.Date.today() + timedelta(days=30),
            }
        )
        cls.producer.write(
            {
                "name": f"P{BAD}",
                "city": f"C{BAD}",
                "off_visibility": "public",
                "off_story": "<p>S&lt;script&gt;alert(1)&lt;/script&gt;</p>",
            }
        )
        cls.bread.write(
            {
                "name": f"B{BAD}\x02end\x02 __id__ __asked__",
                "off_description": f"D{BAD}",
                "off_origin": f"O{BAD}",
            }
        )
        cls.bread.categ_id = cls.env["product.category"].create({"name": f"K{BAD}"})
        cls.cycle.incoming_ids.offer_ids.filtered(
            lambda offer: offer.product_id == cls.bread
        ).pack_size = 4
        cls.hub.name = f"H{BAD}"
        cls.cycle.name = f"Y{BAD}"
        cls.slot.point_id.name = f"T{BAD}"
        cls.env["off.fee"].create(
            {
                "name": f"F{BAD}",
                "hub_id": cls.hub.id,
                "calculator": "flat_per_item",
                "amount": 1,
            }
        )
        cls.exchange.fee_ids = cls.env["off.fee"].search([("hub_id", "=", cls.hub.id)])

    def _check(self, text):
        self.assertNotIn("<script>alert", text)
        self.assertNotIn(MARK, text)

    def test_names_with_markup_are_text_in_the_shop(self):
        self._login(self.customer)
        self.make_jsonrpc_request(
            f"{self._get_path()}/like",
            {"product": self.bread.product_tmpl_id.id},
        )
        offer = self._get_offer(self.bread)
        page = self._order(
            {self.bread: '"><script>alert(1)</script>'},
            self.slot,
            **{f"tol_{offer.id}": '"><script>alert(1)</script>'},
        ).text
        self._check(page)
        for letter in "PBDOHY":
            self.assertIn(f"{letter}&lt;script&gt;", page)
        # A control character in a name moves no row to another place.
        self.assertIn(f'id="qty_{offer.id}"', page)
        self.assertIn("Carrots", page)
        self._check(self.url_open(f"{self._get_path()}/list").text)
        self._check(self.url_open("/cycles").text)

    def test_names_with_markup_are_text_in_mails_each_to_its_reader(self):
        self.customer.partner_id.name = f"N{BAD}\x02"
        for user in (self.customer, self.neighbour):
            self._login(user)
            self._order({self.bread: 4}, self.slot)
        notices = self.env["off.notice"].search([("kind", "=", "confirmed")])
        template = self.env.ref("off_order_cycle.mail_template_order_confirmed")
        bodies = notices._render_bodies(template.sudo())
        self.assertEqual(len(bodies), 2)
        for notice, body in zip(notices, bodies, strict=True):
            self.assertIn(notice.order_id.name, body)
            self.assertNotIn("<script", body)
            self.assertNotIn(MAIL_MARK, body)
