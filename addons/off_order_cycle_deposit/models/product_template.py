from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    """A container for which a deposit is asked: a jar, a bottle, a crate."""

    _inherit = "product.template"

    # As the producer's price, in the currency of whoever sells.
    off_deposit = fields.Float(
        "Deposit",
        digits="Product Price",
        help="What a customer pays for one container and gets back with it, taxes "
        "included. It makes of this product a returnable container.",
    )
    off_container_id = fields.Many2one(
        related="product_variant_ids.off_container_id", readonly=False
    )
    off_container_qty = fields.Integer(
        related="product_variant_ids.off_container_qty", readonly=False
    )

    _off_deposit_positive = models.Constraint(
        "CHECK (off_deposit >= 0)", "A deposit cannot be negative."
    )

    @api.constrains("off_deposit", "type", "off_producer_id")
    def _check_off_deposit(self):
        for template in self.filtered("off_deposit"):
            if template.type != "service" or template.off_producer_id:
                raise ValidationError(
                    self.env._(
                        "%s is a returnable container: make it a service without a "
                        "producer. It is not bought, sold or kept in stock, only lent.",
                        template.display_name,
                    )
                )
