from odoo import api, fields, models


class SaleOrder(models.Model):
    """A sale by which an operator supplies another one in a cycle."""

    _inherit = "sale.order"

    off_supply_cycle_id = fields.Many2one(
        "off.order.cycle",
        string="Supply in",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        help="The cycle in which hubs of the customer, an operator, sold these goods.",
    )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        # What is supplied is moved once it is shared out.
        others = self.filtered(lambda line: not line.order_id.off_supply_cycle_id)
        if not others:
            return True
        return super(SaleOrderLine, others)._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )

    @api.depends("order_id.off_supply_cycle_id")
    def _compute_qty_to_invoice(self):
        result = super()._compute_qty_to_invoice()
        # Whatever the product's own policy: what was moved, by both operators.
        for line in self:
            if line.order_id.off_supply_cycle_id and line.state == "sale":
                line.qty_to_invoice = line.qty_delivered - line.qty_invoiced
        return result
