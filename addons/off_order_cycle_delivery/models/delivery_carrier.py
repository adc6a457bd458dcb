from odoo import models


class DeliveryCarrier(models.Model):
    _inherit = "delivery.carrier"

    def _match_address(self, partner):
        """Extends delivery: what it costs is told before the address is known."""
        return bool(self.env.context.get("off_anywhere")) or super()._match_address(
            partner
        )

    def _off_add_taxes(self, price, company, taxes=None, partner=None):
        """:return: ``price`` of this method as a customer pays it, taxes included"""
        self.ensure_one()
        product = self.product_id
        if taxes is None:
            taxes = product.taxes_id._filter_taxes_by_company(company)
        return taxes.compute_all(
            price, company.currency_id, product=product, partner=partner
        )["total_included"]
