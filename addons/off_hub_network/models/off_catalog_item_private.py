from odoo import models


class OffCatalogItem(models.Model):
    """A hub's own terms are its own. What it sells at the producer's terms tells the
    producer's price."""

    _name = "off.catalog.item"
    _inherit = ["off.catalog.item", "off.sellers.mixin"]

    _off_producer_path = "producer_id"
    _off_seller_fields = ("sale_price",)
