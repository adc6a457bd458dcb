from odoo import api, fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    # Odoo's own lines of rewards move points by themselves, at confirmation only.
    off_is_wallet = fields.Boolean("Is paid by eWallet", readonly=True, copy=False)

    @api.depends("off_is_wallet")
    def _compute_tax_ids(self):
        # A means of payment bears no tax.
        wallets = self.filtered("off_is_wallet")
        wallets.tax_ids = False
        return super(SaleOrderLine, self - wallets)._compute_tax_ids()

    @api.depends("off_is_wallet")
    def _compute_price_unit(self):
        wallets = self.filtered("off_is_wallet")
        return super(SaleOrderLine, self - wallets)._compute_price_unit()

    @api.depends("off_is_wallet")
    def _compute_qty_delivered_method(self):
        wallets = self.filtered("off_is_wallet")
        wallets.qty_delivered_method = "manual"
        return super(SaleOrderLine, self - wallets)._compute_qty_delivered_method()

    @api.depends("off_is_wallet")
    def _compute_qty_to_invoice(self):
        """Extends sale: an eWallet pays once, whatever the product's policy."""
        result = super()._compute_qty_to_invoice()
        for line in self.filtered("off_is_wallet"):
            due = line.state == "sale" and not line.currency_id.is_zero(line.price_unit)
            line.qty_to_invoice = due - line.qty_invoiced if due else 0.0
        return result

    @api.depends("off_is_wallet")
    def _compute_invoice_status(self):
        result = super()._compute_invoice_status()
        for line in self.filtered("off_is_wallet"):
            if line.state == "sale":
                due = line.qty_to_invoice
                line.invoice_status = "to invoice" if due else "invoiced"
        return result

    def _can_be_invoiced_alone(self):
        # Not before the goods; after them also where none of these came.
        return super()._can_be_invoiced_alone() and not self.off_is_wallet

    def _can_be_edited_on_portal(self):
        return super()._can_be_edited_on_portal() and not self.off_is_wallet
