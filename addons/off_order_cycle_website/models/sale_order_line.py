from odoo import api, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.depends("off_is_fee", "name")
    def _compute_name_short(self):
        """Extends website_sale: a fee has a name, its product says nothing."""
        fees = self.filtered("off_is_fee")
        for line in fees:
            line.name_short = line.name
        return super(SaleOrderLine, self - fees)._compute_name_short()
