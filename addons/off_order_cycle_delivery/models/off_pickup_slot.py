from odoo import models


class OffPickupSlot(models.Model):
    _inherit = "off.pickup.slot"

    def _get_carrier(self):
        """:return: delivery.carrier that brings the orders of this slot home, with all
        rights; empty where customers collect"""
        slot = self.sudo()
        carrier = slot.point_id.carrier_id
        return carrier.with_company(slot.company_id) if carrier else carrier
