from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestMemberPage(CycleWebsiteCase):
    def _get_page(self, member):
        return self.url_open(member._off_get_page_path()).text

    def test_the_page_of_a_hub_leads_to_what_it_sells_now(self):
        page = self._get_page(self.hub.partner_id)
        self.assertIn(self.cycle.name, page)
        self.assertIn(f'{self._get_path()}"', page)

    def test_a_closed_sale_is_not_offered(self):
        self.cycle.date_close = fields.Datetime.now() - timedelta(minutes=1)
        self.assertNotIn(f'{self._get_path()}"', self._get_page(self.hub.partner_id))

    def test_the_page_of_a_producer_names_the_hub_and_no_sale(self):
        page = self._get_page(self.producer)
        self.assertIn(self.hub.name, page)
        self.assertNotIn(f'{self._get_path()}"', page)
