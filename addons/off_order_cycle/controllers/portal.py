from odoo.http import request

from odoo.addons.sale_stock.controllers.portal import SaleStockPortal


class DeliveryNotePortal(SaleStockPortal):
    def _stock_picking_check_access(self, picking_id, access_token=None):
        """Extends sale_stock: what many orders share has no buyer, whose key would open
        it."""
        picking = request.env["stock.picking"].sudo().browse(picking_id)
        if picking.exists() and not picking.sale_id:
            access_token = None
        return super()._stock_picking_check_access(picking_id, access_token)
