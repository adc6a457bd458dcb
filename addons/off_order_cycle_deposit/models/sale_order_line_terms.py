from odoo import fields, models

from odoo.addons.off_order_cycle.tools.closing import CLOSING


class SaleOrderLine(models.Model):
    """Goods that come in returnable containers: in which ones, how many and at which
    deposit is frozen when their order is validated (rules 10 and 25)."""

    _inherit = "sale.order.line"

    off_container_id = fields.Many2one(
        "product.product",
        string="Container",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    off_container_qty = fields.Integer(
        "Containers of a unit", readonly=True, copy=False
    )
    off_container_price = fields.Monetary(
        "Deposit of a container", readonly=True, copy=False
    )
    off_deposit_line_id = fields.Many2one(
        "sale.order.line",
        string="Line of its deposit",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )

    def _off_keeps_container(self):
        """Whether these goods keep the terms of their containers: those of a validated
        order do, also one that a closing had cancelled and that is restored."""
        restoring = self.env.context.get("off_closing") is CLOSING
        return self._off_is_validated() or (restoring and bool(self.off_container_id))

    def _off_get_container(self):
        """:return: (container or an empty one, how many for a unit, deposit of one)"""
        self.ensure_one()
        if self._off_keeps_container():
            return (
                self.off_container_id,
                self.off_container_qty,
                self.off_container_price,
            )
        return self.product_id._off_get_deposit()

    def _off_freeze_prices(self):
        """Extends: containers and their deposits are frozen with the prices."""
        result = super()._off_freeze_prices()
        open_lines = self.sudo()
        if self.env.context.get("off_closing") is CLOSING:
            open_lines = open_lines.filtered(lambda line: not line.off_container_id)
        for (container, each, price), lines in open_lines.grouped(
            lambda line: line.product_id._off_get_deposit()
        ).items():
            if container or lines.off_container_id:
                lines.write(
                    {
                        "off_container_id": container.id,
                        "off_container_qty": each,
                        "off_container_price": price,
                    }
                )
        return result
