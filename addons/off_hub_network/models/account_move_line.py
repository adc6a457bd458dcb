from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # This add-on keeps four decimals of a quantity: shown where they are needed.
    quantity = fields.Float(digits="Product Unit", min_display_digits=1)


class AccountMove(models.Model):
    _inherit = "account.move"

    def _get_product_price_and_data(self, product):
        """Extends account: the catalogue of a draft would tell what products do not."""
        infos = super()._get_product_price_and_data(product)
        if self.is_sale_document():
            prices = product._off_drop_unknown_prices("list_price", {})
            infos["price"] = prices.get(product.id, infos["price"])
        return infos
