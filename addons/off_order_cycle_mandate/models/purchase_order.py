from odoo import api, fields, models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    off_billing_mandate_id = fields.Many2one(
        "off.producer.mandate",
        "Billed under the mandate",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="By which the operator draws up the producer's bill: the one in force "
        "when the sale closed.",
    )

    def _off_get_bought(self):
        """Extends: of what is sold in a producer's name nothing is bought."""
        orders = super()._off_get_bought()
        return orders.filtered(lambda order: not order.off_exchange_id.mandate_id)

    def _off_make(self, vals_list, lines_list):
        """Extends: what was agreed with a producer when it is ordered from holds until
        it is billed."""
        partners = self.env["res.partner"].browse(
            [vals["partner_id"] for vals in vals_list]
        )
        companies = self.env["res.company"].browse(
            {vals["company_id"] for vals in vals_list}
        )
        mandates = self.env["off.producer.mandate"]._get_in_force(
            companies, partners, "billing", fields.Date.context_today(self)
        )
        if mandates:
            found = {(one.company_id.id, one.producer_id.id): one for one in mandates}
            vals_list = [
                {**vals, "off_billing_mandate_id": mandate.id}
                if (mandate := found.get((vals["company_id"], vals["partner_id"])))
                else vals
                for vals in vals_list
            ]
        return super()._off_make(vals_list, lines_list)

    def _prepare_invoice(self):
        """Extends purchase: in the journal of the bills that the operator draws up,
        numbered for each producer."""
        vals = super()._prepare_invoice()
        mandate = self._off_get_bought().off_billing_mandate_id
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
