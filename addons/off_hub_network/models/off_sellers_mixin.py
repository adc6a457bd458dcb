from odoo import SUPERUSER_ID, models
from odoo.fields import Domain

KEY = "sellers"


class OffSellersMixin(models.AbstractModel):
    """What a producer tells those alone whom it lets order or keep its products: its
    prices, and what it has (rule 4)."""

    _name = "off.sellers.mixin"
    _inherit = ["off.private.mixin"]
    _description = "Prices That Are Not for Everybody"

    # The field that leads to the producer, and those that are kept back.
    _off_producer_path = "off_producer_id"
    _off_seller_fields = ()

    def _off_get_private(self):
        own = dict.fromkeys(self._off_seller_fields, KEY)
        return {**super()._off_get_private(), **own}

    def _off_get_known_domain(self, key):
        if key != KEY:
            return super()._off_get_known_domain(key)
        if self.env.user.has_group("off_hub_network.group_admin"):
            return Domain.TRUE
        sellers = self.env["res.partner"]._off_get_seller_domain()
        path = self._off_producer_path
        return Domain(path, "=", False) | Domain(path, "any", sellers)

    def _off_drop_unknown_prices(self, price_type, prices):
        """Prices for staff that writes a document: it would tell what the product does
        not. Customers are told by the shops.

        :param prices: ``{id: price}``
        :return: the same, with 0 where the user may not know it
        """
        # Stored prices are computed with sudo: what counts is who works.
        is_staff = self.env.uid != SUPERUSER_ID and not self.env.user.share
        if not is_staff or price_type == "standard_price":
            return prices
        unknown = self._off_get_unknown(self._off_seller_fields[:1])
        ids = [record.id for records in unknown.values() for record in records]
        return prices | dict.fromkeys(ids, 0.0)
