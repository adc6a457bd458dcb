from odoo import api, fields, models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _off_get_bought(self):
        """Extends: of what is sold in a producer's name nothing is bought."""
        orders = super()._off_get_bought()
        return orders.filtered(lambda order: not order.off_exchange_id.mandate_id)

    off_billing_mandate_id = fields.Many2one(
        "off.producer.mandate",
        "Billed under the mandate",
        compute="_compute_off_billing_mandate_id",
        compute_sudo=True,
        help="By which the operator draws up the producer's bill.",
    )

    @api.depends(
        "company_id",
        "off_cycle_id.date_invoice",
        "off_exchange_id.mandate_id",
        "partner_id.off_mandate_ids.date_end",
        "partner_id.off_mandate_ids.date_start",
        "partner_id.off_mandate_ids.state",
    )
    def _compute_off_billing_mandate_id(self):
        bought = self.filtered("off_cycle_id")._off_get_bought()
        mandates = self.env["off.producer.mandate"]._get_in_force(
            bought.company_id, bought.partner_id, "billing"
        )
        (self - bought).off_billing_mandate_id = False
        for order in bought:
            day = order.off_cycle_id._get_invoice_date()
            order.off_billing_mandate_id = mandates.filtered(
                lambda one, order=order, day=day: (
                    one.company_id == order.company_id
                    and one.producer_id == order.partner_id
                    and one._holds_on(day)
                )
            )[:1]

    def _prepare_invoice(self):
        """Extends purchase: in the journal of the bills that the operator draws up,
        numbered for each producer."""
        vals = super()._prepare_invoice()
        mandate = self.off_billing_mandate_id
        if mandate:
            vals.update(
                journal_id=self.company_id.sudo().off_billing_journal_id.id,
                off_mandate_id=mandate.id,
                invoice_date=self.off_cycle_id._get_invoice_date(),
            )
        return vals

    def _prepare_picking(self):
        """Extends purchase_stock: what is sold in a producer's name stays its own, so
        that it is not counted among the operator's stock."""
        vals = super()._prepare_picking()
        mandate = self.off_exchange_id.mandate_id
        if mandate:
            vals["owner_id"] = mandate.producer_id.id
        return vals


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    @api.depends("order_id.off_exchange_id")
    def _compute_tax_id(self):
        """Extends purchase: a producer that is not liable to VAT charges none, and what
        is sold in its name is not bought."""
        result = super()._compute_tax_id()
        untaxed = self.filtered(lambda line: line._off_is_untaxed())
        untaxed.tax_ids = False
        return result

    def _off_is_untaxed(self):
        order = self.order_id
        if not order.off_exchange_id:
            return False
        if order.off_exchange_id.mandate_id:
            return True
        mandate = order.off_billing_mandate_id
        return bool(mandate) and not mandate.vat_liable

    @api.depends("order_id.off_exchange_id")
    def _compute_qty_invoiced(self):
        """Extends purchase: what is sold in a producer's name is accounted for by what
        customers were invoiced, not billed by what arrived."""
        result = super()._compute_qty_invoiced()
        self.filtered(lambda one: one.order_id.off_exchange_id.mandate_id).update(
            {"qty_to_invoice": 0.0}
        )
        return result

    def _prepare_account_move_line(self, move=False):
        """Extends purchase: the bill of a producer that is liable to VAT shows it, also
        where the operator cannot deduct it."""
        vals = super()._prepare_account_move_line(move)
        mandate = self.order_id.off_billing_mandate_id
        if mandate.vat_liable and self.company_id.off_vat_exempt and self.product_id:
            vals["tax_ids"] = [(6, 0, mandate._get_taxes(self.product_id).ids)]
        return vals
