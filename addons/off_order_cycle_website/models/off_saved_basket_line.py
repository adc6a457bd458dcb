from odoo import fields, models


class OffSavedBasketLine(models.Model):
    _name = "off.saved.basket.line"
    _description = "Product in a Saved Basket"
    _inherit = ["off.kept.mixin"]
    _order = "id"
    _rec_name = "product_id"

    basket_id = fields.Many2one(
        "off.saved.basket", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="basket_id.company_id", store=True)
    product_id = fields.Many2one(
        "product.product", required=True, ondelete="cascade", index=True, readonly=True
    )
    quantity = fields.Integer(required=True, readonly=True)

    _product_uniq = models.UniqueIndex(
        "(basket_id, product_id)", "This product is in the basket already."
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "A quantity is 1 or more."
    )
