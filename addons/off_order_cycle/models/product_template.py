from odoo import api, models


def set_producer_defaults(vals_list):
    """Producers' goods are stocked, invoiced as delivered, paid as received."""
    for vals in vals_list:
        if vals.get("off_producer_id") and vals.get("type", "consu") == "consu":
            vals.setdefault("is_storable", True)
            vals.setdefault("invoice_policy", "delivery")
            vals.setdefault("purchase_method", "receive")


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.model_create_multi
    def create(self, vals_list):
        set_producer_defaults(vals_list)
        return super().create(vals_list)
