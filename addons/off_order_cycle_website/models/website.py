from odoo import api, models
from odoo.http import request

# The order of a cycle that this session is paying.
PAYING_KEY = "off_paying"


class Website(models.Model):
    _inherit = "website"

    @api.depends("company_id.off_is_operator")
    def _compute_show_line_subtotals_tax_selection(self):
        """Extends website_sale: prices include taxes from the shop to the invoice."""
        result = super()._compute_show_line_subtotals_tax_selection()
        sites = self.filtered(lambda website: website.company_id.off_is_operator)
        sites.show_line_subtotals_tax_selection = "tax_included"
        return result

    def _get_and_cache_current_cart(self):
        """Extends website_sale, which revives any quotation of the customer: an order
        of a cycle is a cart only for the session that pays it (rule 9)."""
        cart = super()._get_and_cache_current_cart()
        if cart.off_exchange_id and request.session.get(PAYING_KEY) != cart.id:
            self.sale_reset()
            request.session["sale_order_id"] = False
            return cart.browse()
        return cart

    def sale_reset(self):
        request.session.pop(PAYING_KEY, None)
        return super().sale_reset()
