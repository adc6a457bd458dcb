from datetime import timedelta

from odoo.tests import tagged

from .common import PortalPagesCase


@tagged("post_install", "-at_install")
class TestHomePage(PortalPagesCase):
    def test_odoos_home_has_the_card_of_a_member_with_what_waits(self):
        self.product.off_availability_ids.declared_qty = 0
        self._login(self.grower_user)
        page = " ".join(self.url_open("/my").text.split())
        self.assertIn('href="/my/network"', page)
        self.assertIn("Products without availability: 1", page)
        self._login(self.family_user)
        self.assertNotIn("/my/network", self.url_open("/my").text)

    def test_a_product_made_on_demand_is_available(self):
        self.product.off_availability_ids.write({"declared_qty": 0, "on_demand": True})
        self.assertFalse(self.producer._off_get_portal_counts()["products"])

    def test_who_is_no_producer_sees_no_products(self):
        self.neighbour.off_role_ids = self.env.ref("off_hub_network.role_hub")
        self._login(self.neighbour_user)
        page = self.url_open("/my/network").text
        self.assertNotIn("/my/network/availability", page)
        self.assertIn("/my/network/links", page)

    def test_a_label_that_was_renewed_does_not_expire(self):
        label = self.env.ref("off_hub_network.label_organic")
        today = self.env["off.certificate"]._fields["date_end"].today()
        vals = {"partner_id": self.producer.id, "label_id": label.id}
        self.env["off.certificate"].create(
            {**vals, "date_start": today, "date_end": today}
        )
        self.assertEqual(self.producer._off_get_portal_counts()["labels"], 1)
        self.env["off.certificate"].create(
            {**vals, "date_start": today, "date_end": today + timedelta(days=365)}
        )
        self.producer.invalidate_recordset(["off_certificate_ids"])
        self.assertEqual(self.producer._off_get_portal_counts()["labels"], 0)
