from odoo import fields, models


class OffBasketLine(models.Model):
    _name = "off.basket.line"
    _description = "Product in a Basket"
    _inherit = ["off.kept.mixin"]
    _order = "id"
    _rec_name = "offer_id"

    basket_id = fields.Many2one(
        "off.basket", required=True, ondelete="cascade", index=True, readonly=True
    )
    offer_id = fields.Many2one(
        "off.offer", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    quantity = fields.Integer(required=True, readonly=True)
    tolerance = fields.Integer(
        "Accepted on top",
        readonly=True,
        default=0,
        help="So many more where that fills a case of the producer.",
    )

    _offer_uniq = models.UniqueIndex(
        "(basket_id, offer_id)", "This product is in the basket already."
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0 AND tolerance >= 0)", "A quantity cannot be negative."
    )
