from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.off_hub_network.tools.words import write_number


class ProductTemplate(models.Model):
    """What is sold by the piece and billed by what was weighed (rule 24)."""

    _inherit = "product.template"

    off_billed_by_weight = fields.Boolean(
        "Billed by weight",
        help="Sold by the piece at an estimated price, then billed by what the scales "
        "say. The content of a unit, or its weight, is the estimate.",
    )

    @api.constrains("off_billed_by_weight", "uom_id")
    def _check_off_billed_by_weight(self):
        self.product_variant_ids._off_check_estimate()


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.constrains("off_unit_quantity", "off_unit_uom_id", "weight")
    def _check_off_estimate(self):
        self._off_check_estimate()

    def _off_check_estimate(self):
        """Raise unless each of these that is billed by weight has an estimate."""
        kilogram = self.env.ref("uom.product_uom_kgm")
        for product in self.filtered("off_billed_by_weight"):
            if product.uom_id._has_common_reference(kilogram):
                raise ValidationError(
                    self.env._(
                        "%(product)s is sold in %(unit)s: what is delivered is a "
                        "weight already. Only what is sold by the piece is billed by "
                        "weight.",
                        product=product.display_name,
                        unit=product.uom_id.name,
                    )
                )
            if not product._off_get_unit_weight():
                raise ValidationError(
                    self.env._(
                        "%s is billed by weight: write about how much a unit weighs, "
                        "as its content in grams or kilograms or as its weight.",
                        product.display_name,
                    )
                )

    def _off_get_unit_weight(self):
        """:return: estimated kilograms of one unit of what is billed by weight, 0.0 for
        all else
        """
        self.ensure_one()
        if not self.off_billed_by_weight:
            return 0.0
        kilogram = self.env.ref("uom.product_uom_kgm")
        content = self.off_unit_uom_id
        if self.off_unit_quantity and content._has_common_reference(kilogram):
            return content._compute_quantity(
                self.off_unit_quantity, kilogram, round=False
            )
        return self.weight

    def _off_get_weight_text(self):
        """“About 700 g, billed by weight”, in the language of who reads it."""
        return self.env._("About %s, billed by weight", self._off_tell_weight())

    def _off_tell_weight(self):
        """“700 g”: the estimate of one unit, as its content says it."""
        self.ensure_one()
        kilogram = self.env.ref("uom.product_uom_kgm")
        content = self.off_unit_uom_id
        if self.off_unit_quantity and content._has_common_reference(kilogram):
            number = write_number(self.env, self.off_unit_quantity)
            return f"{number} {content.name}"
        return f"{write_number(self.env, self.weight)} {kilogram.name}"


class OffOffer(models.Model):
    _inherit = "off.offer"

    @api.constrains("product_id")
    def _check_off_estimate(self):
        # A product may have been made before its formats and their content.
        self.product_id._off_check_estimate()
