from collections import defaultdict

from odoo import api, fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    off_producer_id = fields.Many2one(
        "res.partner",
        string="Producer",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('off_is_producer', '=', True)]",
        help="The member who grows or makes it. The product is shared by all "
        "operators that are linked to this producer.",
    )
    off_tax_category_id = fields.Many2one(
        "off.tax.category",
        string="Tax category",
        index="btree_not_null",
        ondelete="restrict",
        help="Decides the taxes of the product for every operator.",
    )
    off_shipping_category_id = fields.Many2one(
        "off.shipping.category", string="Shipping category", ondelete="restrict"
    )
    off_storage = fields.Selection(
        [("ambient", "Ambient"), ("chilled", "Chilled"), ("frozen", "Frozen")],
        string="Storage temperature",
        default="ambient",
        required=True,
        help="How it must be kept and carried.",
    )
    off_shelf_life = fields.Integer(
        "Shelf life (days)", help="Days that it keeps after it was supplied."
    )
    off_allergen_ids = fields.Many2many("off.allergen", string="Allergens")
    off_origin = fields.Char(
        "Origin", translate=True, help="Where it was grown, caught or made."
    )
    off_season_ids = fields.Many2many(
        "off.month",
        string="Season",
        help="Months in which it can be had; none means all year.",
    )
    off_label_ids = fields.Many2many(
        "off.label",
        string="Labels",
        help="Labels that the product bears. Each is shown as long as its producer "
        "holds a valid certificate.",
    )
    off_shown_label_ids = fields.Many2many(
        "off.label", string="Labels shown", compute="_compute_off_shown_label_ids"
    )

    _off_shelf_life_positive = models.Constraint(
        "CHECK (off_shelf_life >= 0)", "The shelf life of a product cannot be negative."
    )

    @api.depends("off_label_ids", "off_producer_id.off_label_ids")
    def _compute_off_shown_label_ids(self):
        """An expired label is not shown, whatever the product claims (rule 5)."""
        held = self.env["off.certificate"].sudo()._get_labels(self.off_producer_id)
        nothing = self.env["off.label"]
        for template in self:
            template.off_shown_label_ids = template.off_label_ids & held.get(
                template.off_producer_id, nothing
            )

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        templates._apply_tax_category()
        return templates

    def write(self, vals):
        result = super().write(vals)
        if (
            "off_tax_category_id" in vals or "taxes_id" in vals
        ) and not self.env.context.get("off_keep_taxes"):
            self._apply_tax_category()
        if "off_producer_id" in vals:
            self.product_variant_ids._ensure_availability()
        return result

    def _force_default_sale_tax(self, companies):
        # Called when a chart of accounts is loaded: a new operator would stamp its
        # default tax on the products of all the others.
        result = super()._force_default_sale_tax(companies)
        self._apply_tax_category()
        return result

    def _force_default_purchase_tax(self, companies):
        result = super()._force_default_purchase_tax(companies)
        self._apply_tax_category()
        return result

    def _apply_tax_category(self):
        templates = self.filtered("off_tax_category_id")
        if templates:
            self.env["off.tax.category"]._apply_to_products(templates)

    def _sync_sales_price(self):
        """Let Odoo's own price (template price plus the extra of each format) give
        the producer's price of every variant, for sales outside cycles."""
        prices, extras = defaultdict(list), defaultdict(list)
        for template in self.sudo():
            variants = template.product_variant_ids
            if not variants:
                continue
            base = min(variants.mapped("off_price"))
            if template.list_price != base:
                prices[base].append(template.id)
            for variant in variants:
                value = variant.product_template_attribute_value_ids
                extra = variant.off_price - base
                if len(value) == 1 and value.price_extra != extra:
                    extras[extra].append(value.id)
        # One write a price, not one a product: a catalogue changes thousands.
        for price, ids in prices.items():
            self.sudo().browse(ids).write({"list_price": price})
        for extra, ids in extras.items():
            self.env["product.template.attribute.value"].sudo().browse(ids).write(
                {"price_extra": extra}
            )
