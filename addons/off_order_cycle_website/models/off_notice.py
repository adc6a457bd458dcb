from collections import defaultdict

from odoo import models
from odoo.tools import SQL


class OffNotice(models.Model):
    """Mails of a cycle lead to the website of the operator."""

    _inherit = "off.notice"

    def _compute_site_url(self):
        """Override: the website of each operator."""
        sites = {}
        for site in (
            self.env["website"]
            .sudo()
            .search([("company_id", "in", self.company_id.ids)])
        ):
            sites.setdefault(site.company_id, site.get_base_url())
        for notice in self:
            notice.site_url = sites.get(notice.company_id) or notice.get_base_url()

    def _compute_begun_count(self):
        """Extends off_order_cycle: baskets, which hold more than the carts that were
        made of them."""
        result = super()._compute_begun_count()
        rows = (
            self.env["off.basket.line"]
            .sudo()
            ._read_group(
                [
                    ("basket_id.exchange_id", "in", self.exchange_id.ids),
                    ("basket_id.partner_id", "in", self.partner_id.ids),
                    ("quantity", ">", 0),
                ],
                ["basket_id"],
                ["__count"],
            )
        )
        counts = defaultdict(int)
        for basket, count in rows:
            counts[basket.exchange_id, basket.partner_id] = count
        for notice in self:
            notice.begun_count = max(
                notice.begun_count, counts[notice.exchange_id, notice.partner_id]
            )
        return result

    def _get_begun_query(self, exchanges):
        """Extends off_order_cycle: who has a basket is no stranger."""
        return SQL(
            """
            %s UNION
            SELECT edge.hub_id, b.partner_id
              FROM off_basket b JOIN off_exchange edge ON edge.id = b.exchange_id
             WHERE edge.id IN %s AND b.partner_id IS NOT NULL
               AND EXISTS (SELECT FROM off_basket_line l
                            WHERE l.basket_id = b.id AND l.quantity > 0)
            """,
            super()._get_begun_query(exchanges),
            tuple(exchanges.ids),
        )

    # -- addresses ---------------------------------------------------------------------
    def _get_shop_url(self):
        return f"{self.site_url}/cycles/{self.exchange_id.id}"

    def _get_order_url(self):
        orders = self.order_ids or self.order_id
        if len(orders) > 1:
            return f"{self.site_url}/my/orders"
        return f"{self.site_url}{orders.get_portal_url()}"

    def _get_choices_url(self):
        return f"{self.site_url}{self.partner_id._off_get_notices_path()}"

    def _get_unsubscribe_url(self):
        topic = self._get_topic()
        return f"{self._get_choices_url()}/{self.hub_id.id}/{topic}" if topic else ""
