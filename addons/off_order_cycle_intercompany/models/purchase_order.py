from odoo import api, fields, models


class PurchaseOrder(models.Model):
    """What an operator bought of another one that coordinates a cycle."""

    _inherit = "purchase.order"

    off_supply_cycle_id = fields.Many2one(
        "off.order.cycle",
        string="Supply in",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        help="The cycle in which hubs of this operator sold these goods.",
    )
    off_supply_sale_id = fields.Many2one(
        "sale.order",
        string="Mirrors",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        groups="base.group_system",
        help="The sale of the other operator.",
    )

    def _add_supplier_to_product(self):
        if self.off_supply_cycle_id:
            return None
        return super()._add_supplier_to_product()

    def _create_picking(self):
        # What is supplied is received once it is shared out.
        others = self.filtered(lambda order: not order.off_supply_cycle_id)
        return super(PurchaseOrder, others)._create_picking()


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    off_supply_line_id = fields.Many2one(
        "sale.order.line",
        string="Mirrors line",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        groups="base.group_system",
    )

    def _create_or_update_picking(self):
        # As above, when what is supplied is amended.
        others = self.filtered(lambda line: not line.order_id.off_supply_cycle_id)
        return super(PurchaseOrderLine, others)._create_or_update_picking()

    @api.depends("off_supply_line_id")
    def _compute_tax_id(self):
        """Extends purchase: an operator that is not liable to VAT charges none, and
        leaves none to be deducted."""
        result = super()._compute_tax_id()
        for line in self:
            mirrored = line.sudo().off_supply_line_id
            if mirrored and mirrored.company_id.off_vat_exempt:
                line.tax_ids = False
        return result

    @api.depends("order_id.off_supply_cycle_id")
    def _compute_qty_invoiced(self):
        result = super()._compute_qty_invoiced()
        for line in self:
            if line.order_id.off_supply_cycle_id and line.order_id.state == "purchase":
                line.qty_to_invoice = line.qty_received - line.qty_invoiced
        return result
