from odoo import models
from odoo.tools import SQL, format_amount


class OffExchange(models.Model):
    """Deposits in the shop: beside the price, never in it."""

    _inherit = "off.exchange"

    def _get_shop_rows(self):
        rows, filters = super()._get_shop_rows()
        currency = self.company_id.currency_id
        for row in rows:
            container, each, price = row["product"]._off_get_deposit()
            amount = each * currency.round(price)
            row["deposit"] = container and self.env._(
                "+ %s deposit", format_amount(self.env, amount, currency)
            )
        return rows, filters

    def _get_shop_stamp(self):
        """Extends: the page tells deposits, which are those of other products."""
        stamp = super()._get_shop_stamp()
        return stamp, self.env.execute_query(
            SQL(
                """
                SELECT count(*), sum((date_part('epoch', write_date) * 1000000)::int8)
                  FROM product_template WHERE off_deposit > 0
                """
            )
        )[0]
