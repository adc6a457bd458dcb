from odoo import api, fields, models

from ..engine.deposits import count_containers


class SaleOrderLine(models.Model):
    """The line of a deposit: containers of one kind at one price (rule 25).

    It follows from the goods that come in them: from what is ordered, and once they are
    handed over from what was delivered. It is no goods: no offer, fee or price list.
    """

    _inherit = "sale.order.line"

    off_is_deposit = fields.Boolean("Is a deposit", readonly=True, copy=False)
    off_contained_ids = fields.One2many(
        "sale.order.line",
        "off_deposit_line_id",
        string="Goods in these containers",
        readonly=True,
    )
    # A counter: several people may take back what one household brings.
    off_returned_qty = fields.Integer("Came back", readonly=True, copy=False, default=0)
    qty_delivered_method = fields.Selection(
        selection_add=[("off_deposit", "Containers of what was delivered")]
    )

    @api.model
    def _off_is_follower(self, vals):
        return bool(vals.get("off_is_deposit")) or super()._off_is_follower(vals)

    # -- what Odoo computes for a product, and here follows from the container ---------
    @api.depends("off_is_deposit")
    def _compute_price_unit(self):
        others = self.filtered(lambda line: not line.off_is_deposit)
        return super(SaleOrderLine, others)._compute_price_unit()

    @api.depends("off_is_deposit")
    def _compute_discount(self):
        deposits = self.filtered("off_is_deposit")
        deposits.discount = 0.0
        return super(SaleOrderLine, self - deposits)._compute_discount()

    @api.depends("off_is_deposit")
    def _compute_pricelist_item_id(self):
        deposits = self.filtered("off_is_deposit")
        deposits.pricelist_item_id = False
        return super(SaleOrderLine, self - deposits)._compute_pricelist_item_id()

    @api.depends("off_is_deposit")
    def _compute_tax_ids(self):
        others = self.filtered(lambda line: not line.off_is_deposit)
        return super(SaleOrderLine, others)._compute_tax_ids()

    @api.depends("off_is_deposit")
    def _compute_name(self):
        others = self.filtered(lambda line: not line.off_is_deposit)
        return super(SaleOrderLine, others)._compute_name()

    @api.depends("off_is_deposit")
    def _compute_name_short(self):
        """Extends website_sale: what is lent, not which product stands for it."""
        deposits = self.filtered("off_is_deposit")
        for line in deposits:
            line.name_short = line.name
        return super(SaleOrderLine, self - deposits)._compute_name_short()

    # -- as many as come with the goods ------------------------------------------------
    @api.depends("off_is_deposit")
    def _compute_qty_delivered_method(self):
        deposits = self.filtered("off_is_deposit")
        deposits.qty_delivered_method = "off_deposit"
        return super(SaleOrderLine, self - deposits)._compute_qty_delivered_method()

    @api.depends(
        "off_contained_ids.off_allocation_ids.quantity",
        "off_contained_ids.off_allocation_ids.date_delivered",
    )
    def _compute_qty_delivered(self):
        return super()._compute_qty_delivered()

    def _prepare_qty_delivered(self):
        quantities = super()._prepare_qty_delivered()
        for line in self:
            if line.qty_delivered_method == "off_deposit":
                quantities[line] = float(line._off_count_delivered())
        return quantities

    def _off_count_delivered(self):
        return sum(
            count_containers(one._off_get_delivered(), one.off_container_qty)
            for one in self.sudo().off_contained_ids
        )

    @api.depends("off_is_deposit")
    def _compute_qty_to_invoice(self):
        result = super()._compute_qty_to_invoice()
        for line in self:
            if line.off_is_deposit and line.state == "sale":
                line.qty_to_invoice = line.qty_delivered - line.qty_invoiced
        return result

    @api.depends("off_is_deposit")
    def _compute_invoice_status(self):
        result = super()._compute_invoice_status()
        for line in self:
            if (
                line.off_is_deposit
                and line.invoice_status == "no"
                and line.order_id.off_cycle_id.state in ("distributed", "settled")
            ):
                # Its goods came short: nothing more comes.
                line.invoice_status = "invoiced"
        return result

    def _prepare_invoice_line(self, **optional_values):
        """Extends sale: a deposit is no income, it is owed to the customer."""
        vals = super()._prepare_invoice_line(**optional_values)
        if self.off_is_deposit:
            account = self.order_id.company_id._off_get_deposit_account()
            vals |= {"name": self.name, "account_id": account.id}
        return vals

    def _check_line_unlink(self):
        # It goes with the last of the goods.
        refused = super()._check_line_unlink()
        return refused.filtered(lambda line: not line.off_is_deposit)

    def _update_line_quantity(self, values):
        # What is told of the goods says it all.
        others = self.filtered(lambda line: not line.off_is_deposit)
        return super(SaleOrderLine, others)._update_line_quantity(values)

    def _off_get_left(self):
        """How many of these containers are still with the customer."""
        self.ensure_one()
        return round(self.qty_delivered) - self.off_returned_qty
