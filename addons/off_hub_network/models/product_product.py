from odoo import api, fields, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    off_price = fields.Float(
        "Producer's price",
        digits="Product Price",
        help="What the producer asks for one unit, taxes included.",
    )
    off_unit_quantity = fields.Float(
        "Content",
        digits="Product Unit",
        min_display_digits=1,
        help="How much one unit holds: 0.5 for a pack of 500 g with the unit kg.",
    )
    off_unit_uom_id = fields.Many2one(
        "uom.uom", string="Content unit", ondelete="restrict"
    )
    off_description = fields.Text("Presentation", translate=True)
    off_available_on = fields.Date(
        "Available as of", help="First day on which the product can be supplied."
    )
    off_min_qty = fields.Float(
        "Minimum",
        digits="Product Unit",
        min_display_digits=1,
        help="Least quantity in one order; 0 for none.",
    )
    off_availability_ids = fields.One2many(
        "off.availability", "product_id", string="Availability"
    )
    off_available_qty = fields.Float(
        "Available from the producer",
        digits="Product Unit",
        min_display_digits=1,
        compute="_compute_off_available_qty",
    )
    off_on_demand = fields.Boolean("On demand", compute="_compute_off_available_qty")

    _off_min_qty_positive = models.Constraint(
        "CHECK (off_min_qty >= 0)", "The minimum of a product cannot be negative."
    )

    @api.depends(
        "off_availability_ids.declared_qty",
        "off_availability_ids.reserved_qty",
        "off_availability_ids.on_demand",
    )
    def _compute_off_available_qty(self):
        for product in self:
            availability = product.off_availability_ids[:1]
            product.off_available_qty = availability.available_qty
            product.off_on_demand = availability.on_demand

    @api.model_create_multi
    def create(self, vals_list):
        products = super().create(vals_list)
        if not self.env.context.get("off_bulk_create"):
            products._ensure_availability()
        if not self.env.context.get("off_defer_sales_price") and any(
            vals.get("off_price") for vals in vals_list
        ):
            products.product_tmpl_id._sync_sales_price()
        return products

    def write(self, vals):
        result = super().write(vals)
        if "off_price" in vals and not self.env.context.get("off_defer_sales_price"):
            self.product_tmpl_id._sync_sales_price()
        return result

    def _ensure_availability(self):
        """Give each product of a producer its counter row."""
        products = self.filtered("off_producer_id")
        Availability = self.env["off.availability"].sudo()
        known = Availability.search([("product_id", "in", products.ids)]).product_id
        Availability.create(
            [{"product_id": product.id} for product in products - known]
        )
