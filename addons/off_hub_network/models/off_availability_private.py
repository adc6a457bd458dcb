from odoo import models


class OffAvailability(models.Model):
    _name = "off.availability"
    _inherit = ["off.availability", "off.sellers.mixin"]

    _off_producer_path = "producer_id"
    _off_seller_fields = ("declared_qty", "reserved_qty", "available_qty", "on_demand")
