from odoo import models


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    def _compute_base_price(self, product, quantity, uom, date, currency, **kwargs):
        """Extends product: in a cycle the price that a price list starts from is that
        of the offer, told in the context; the sales price of a shared product is
        nobody's."""
        prices = self.env.context.get("off_offer_prices")
        starts_there = (self.base or "list_price") == "list_price"
        if prices and starts_there and product.id in prices:
            return product.uom_id._compute_price(prices[product.id], uom)
        return super()._compute_base_price(
            product, quantity, uom, date, currency, **kwargs
        )
