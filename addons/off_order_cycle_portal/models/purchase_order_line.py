from odoo import api, fields, models

from ..tools.answering import ANSWERING


class PurchaseOrderLine(models.Model):
    """What was asked of a producer is kept beside what it promised, which is what is
    bought and what the receipt expects."""

    _inherit = "purchase.order.line"

    off_asked_qty = fields.Float(
        "Asked",
        digits="Product Unit",
        min_display_digits=1,
        compute="_compute_off_asked_qty",
        store=True,
        readonly=False,
        copy=False,
        help="What the hub ordered. The quantity of the line is what the producer "
        "promised, as soon as it has answered.",
    )

    @api.depends("order_id")
    def _compute_off_asked_qty(self):
        """What was ordered first. From then on it follows what the hub writes."""
        for line in self:
            line.off_asked_qty = line.off_asked_qty or line.product_qty

    def write(self, vals):
        if (
            "product_qty" in vals
            and self.env.context.get("off_answering") is not ANSWERING
        ):
            self._off_get_raised(vals["product_qty"])._off_ask_again()
            vals = {"off_asked_qty": vals["product_qty"], **vals}
        return super().write(vals)

    def _off_get_asked(self):
        """Extends: a producer that promised less was asked for all the same."""
        return self.off_asked_qty

    def _off_get_raised(self, quantity):
        """Of which the hub now wants more than was promised."""
        return self.filtered(
            lambda line: (
                line.order_id.off_exchange_id
                and line.product_uom_id.compare(quantity, line.product_qty) > 0
            )
        )

    def _off_ask_again(self):
        """What was answered does not say whether more can be had."""
        self.env["off.purchase.answer"].sudo().search(
            [("purchase_id", "in", self.order_id.ids), ("is_current", "=", True)]
        )._replace()

    def _off_promise(self, quantities):
        """Buy what was promised, no more: receipts follow, in Odoo's way.

        :param quantities: ``{line: float}`` in the line's unit
        """
        for line in self.with_context(off_answering=ANSWERING):
            quantity = quantities[line]
            if line.product_uom_id.compare(line.product_qty, quantity):
                line.product_qty = quantity
