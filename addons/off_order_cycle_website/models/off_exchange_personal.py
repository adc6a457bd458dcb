from odoo import models
from odoo.tools import SQL


class OffExchange(models.Model):
    """What the shop knows of somebody who is logged in: one query, beside the page that
    is the same for all."""

    _inherit = "off.exchange"

    def _get_personal(self, partner):
        """
        :return: ``{"known": whether the hub tells ``partner`` of its sales}``
        """
        self.ensure_one()
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
            )
        }
