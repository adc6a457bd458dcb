from collections import defaultdict

from odoo import api, fields, models
from odoo.tools.misc import formatLang


class AccountMove(models.Model):
    _inherit = "account.move"

    off_cycle_ids = fields.Many2many(
        "off.order.cycle",
        string="Order cycles",
        compute="_compute_off_cycle_ids",
        store=True,
    )

    @api.depends(
        "invoice_line_ids.sale_line_ids.order_id.off_cycle_id",
        "invoice_line_ids.purchase_line_id.order_id.off_cycle_id",
    )
    def _compute_off_cycle_ids(self):
        for move in self:
            lines = move.invoice_line_ids
            move.off_cycle_ids = (
                lines.sale_line_ids.order_id.off_cycle_id
                | lines.purchase_line_id.order_id.off_cycle_id
            )

    def _off_get_papers(self):
        """Hook: this document and those that belong to it, as its producer reads them.

        :return: account.move
        """
        return self

    def _off_is_account_of_sales(self):
        """Hook: whether it tells a producer what was sold in its name."""
        self.ensure_one()
        return False

    def _get_chains_to_hash(self, *args, **kwargs):
        """Extends account: who settles a cycle of several operators has no rights on
        the entries of the others, and seals them all the same."""
        chains = super()._get_chains_to_hash(*args, **kwargs)
        # To be told whether there are any is all that some ask for.
        if self.env.su and not isinstance(chains, bool):
            for chain in chains:
                chain["moves"] = chain["moves"].sudo()
        return chains

    def _get_invoiced_lot_values(self):
        """Extends sale_stock: lots of a cycle's lines are those of the allocations."""
        result = super()._get_invoiced_lot_values()
        if self.state == "draft" or self.move_type != "out_invoice":
            return result
        quantities = defaultdict(float)
        for allocation in self.sudo().invoice_line_ids.sale_line_ids.off_allocation_ids:
            if allocation.date_delivered and allocation.lot_id:
                quantities[allocation.lot_id] += allocation.quantity
        return result + [
            {
                "product_name": lot.product_id.display_name,
                "quantity": formatLang(self.env, quantity, dp="Product Unit"),
                "uom_name": lot.product_uom_id.name,
                "lot_name": lot.name,
                "lot_id": lot.id,
            }
            for lot, quantity in quantities.items()
            if lot.product_uom_id.compare(quantity, 0) > 0
        ]


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    off_beneficiary_id = fields.Many2one(
        "res.partner",
        string="Fee for",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who gets this fee of an order cycle.",
    )

    def _eligible_for_stock_account(self):
        """Extends stock_account: without perpetual valuation no cost follows from an
        invoice to a customer; its stock moves, line by line, need not be read."""
        if (
            self.move_id.is_sale_document(include_receipts=True)
            and self.product_id.is_storable
            and self.product_id.valuation != "real_time"
        ):
            return False
        return super()._eligible_for_stock_account()

    def _get_stock_moves(self):
        # The cost of what a cycle's line delivered is that of the pooled transfers.
        return (
            super()._get_stock_moves()
            | self.sale_line_ids.off_allocation_ids.move_line_id.move_id
        )
