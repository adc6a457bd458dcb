from odoo import api, models
from odoo.fields import Domain

ON_SITE = "cash_on_delivery"


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    @api.model
    def _get_compatible_providers(self, *args, sale_order_id=None, **kwargs):
        """Extends delivery, which offers paying on site for its own methods only: an
        order of a cycle is collected, and may be paid where it is. Rules
        of access may hide some from the customer."""
        providers = super()._get_compatible_providers(
            *args, sale_order_id=sale_order_id, **kwargs
        )
        order = self.env["sale.order"].browse(sale_order_id).exists()
        if not order.off_exchange_id:
            return providers
        on_site = Domain("custom_mode", "=", ON_SITE) & Domain(
            "company_id", "=", order.company_id.id
        )
        published = Domain("state", "in", ("enabled", "test"))
        if not self.env.user._is_internal():
            published &= Domain("is_published", "=", True)
        providers |= self.search(on_site & published)
        return order._off_keep_shown_providers(providers)
