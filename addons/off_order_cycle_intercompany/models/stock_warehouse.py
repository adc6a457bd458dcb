from odoo import models
from odoo.fields import Domain


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    def _off_get_bought_domain(self):
        """Extends: or for the orders of this operator in the cycle of another one."""
        return Domain(super()._off_get_bought_domain()) | Domain(
            "move_id.purchase_line_id.order_id.off_supply_cycle_id.state",
            "in",
            ("closed", "allocated"),
        )
