from odoo import models
from odoo.tools import SQL


class OffExchange(models.Model):
    """What the shop knows of somebody who is logged in: one query, beside the page that
    is the same for all."""

    _inherit = "off.exchange"

    def _get_personal(self, partner):
        """
        :return: ``{"known": whether the hub tells ``partner`` of its sales,
            "ordered": whether ``partner`` has validated orders here,
            "holds": whether a cart of this sale keeps goods aside for it,
            "last": id of its last order at the hub in another sale, or None,
            "favourites": [product.template id],
            "saved": [[off.saved.basket id, name]]}``
        """
        self.ensure_one()
        self.env.flush_all()
        columns = self._get_personal_columns(partner)
        (row,) = self.env.execute_query(
            SQL("SELECT %s", SQL(", ").join(columns.values()))
        )
        return dict(zip(columns, row, strict=True))

    def _get_personal_columns(self, partner):
        """:return: ``{name: SQL of one value}``"""
        hub = self.hub_id.id
        return {
            "known": SQL(
                "EXISTS (SELECT FROM off_notice_choice WHERE partner_id = %(partner)s"
                " AND hub_id = %(hub)s AND follows)"
                " OR EXISTS (SELECT FROM sale_order WHERE partner_id = %(partner)s"
                " AND off_hub_id = %(hub)s AND state = 'sale')",
                partner=partner.id,
                hub=hub,
            ),
            "ordered": SQL(
                "EXISTS (SELECT FROM sale_order WHERE partner_id = %s"
                " AND off_exchange_id = %s AND state = 'sale')",
                partner.id,
                self.id,
            ),
            "holds": SQL(
                "EXISTS (SELECT FROM sale_order WHERE partner_id = %s"
                " AND off_exchange_id = %s AND off_held_until IS NOT NULL)",
                partner.id,
                self.id,
            ),
            "last": SQL(
                "(SELECT id FROM sale_order WHERE partner_id = %s AND off_hub_id = %s"
                " AND off_exchange_id <> %s AND state = 'sale'"
                " ORDER BY date_order DESC, id DESC LIMIT 1)",
                partner.id,
                hub,
                self.id,
            ),
            "favourites": SQL(
                "(SELECT COALESCE(json_agg(product_tmpl_id), '[]') FROM off_favourite"
                " WHERE partner_id = %s)",
                partner.id,
            ),
            "saved": SQL(
                "(SELECT COALESCE(json_agg(json_build_array(id, name) ORDER BY name),"
                " '[]') FROM off_saved_basket WHERE partner_id = %s AND hub_id = %s)",
                partner.id,
                hub,
            ),
        }
