from markupsafe import Markup

from odoo import SUPERUSER_ID, models

from odoo.addons.off_hub_network.tools.words import write_number

from ..tools.transfer import Transfer, get_transfer


class Receipts:
    """Travels in the context, as ``off_receipts``, of who makes the receipts of many
    purchase orders at once."""


class PurchaseOrder(models.Model):
    """The purchase orders of a cycle are made and confirmed together."""

    _inherit = "purchase.order"

    def _off_make(self, vals_list, lines_list):
        """Make purchase orders and confirm them; those that need approval wait for it,
        as Odoo has it.

        :param vals_list: values of the orders
        :param lines_list: for each order a list of values of its lines, complete but
            for order and taxes
        """
        orders = self.create(vals_list)
        lines = self.env["purchase.order.line"].create(
            [
                {**vals, "order_id": order.id, "tax_ids": False}
                for order, lines in zip(orders, lines_list, strict=True)
                for vals in lines
            ]
        )
        lines._compute_tax_id()
        orders.with_context(off_receipts=Receipts()).button_confirm()
        orders._off_create_receipts()
        return orders

    def _create_picking(self):
        """Extends: receipts of orders that are confirmed together are made together."""
        if isinstance(self.env.context.get("off_receipts"), Receipts):
            return True
        return super()._create_picking()

    def _off_create_receipts(self):
        """What ``_create_picking`` does, for many orders without a receipt."""
        orders = self.filtered(
            lambda order: (
                order.state == "purchase"
                and "consu" in order.order_line.product_id.mapped("type")
            )
        )
        if not orders:
            return
        pickings = (
            self.env["stock.picking"]
            .with_user(SUPERUSER_ID)
            .create(
                [
                    order.with_company(order.company_id)._prepare_picking()
                    for order in orders
                ]
            )
        )
        transfer = Transfer()
        products = orders.order_line.product_id
        moves = self.env["stock.move"]
        moves._off_look_ahead(transfer, products)
        moves = moves.with_context(off_transfer=transfer).create(
            [
                {**vals, "sequence": 5 * number}
                for order, picking in zip(orders, pickings, strict=True)
                for number, vals in enumerate(
                    order.order_line._off_prepare_receipt(picking), start=1
                )
            ]
        )
        moves._action_confirm(merge=False)
        moves._action_assign()
        self.env["stock.picking"]._get_impacted_pickings(moves).action_confirm()
        pickings._off_log_origin(orders)


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _off_prepare_receipt(self, picking):
        """:return: values of the moves of these lines in ``picking``"""
        return [
            vals
            for line in self
            if not line.display_type
            for vals in line._prepare_stock_moves(picking)
        ]

    def _track_qty_received(self, new_qty):
        """Extends: goods that are received together are told of in one note for each
        order."""
        transfer = get_transfer(self.env)
        if not transfer:
            return super()._track_qty_received(new_qty)
        if new_qty != self.qty_received and self.order_id.state == "purchase":
            before = transfer.received.get(self.id, (self.qty_received,))[0]
            transfer.received[self.id] = (before, new_qty)
        return None

    def _off_note_received(self, transfer):
        """Write on these lines' orders what was received of them."""
        self._recompute_recordset(["qty_received"])
        texts = {}
        for line in self.filtered(lambda line: line.id in transfer.received):
            before, now = transfer.received[line.id]
            texts.setdefault(line.order_id, []).append(
                self.env._(
                    "%(product)s: received %(before)s → %(now)s",
                    product=line.product_id.display_name,
                    before=write_number(self.env, before),
                    now=write_number(self.env, now),
                )
            )
        orders = self.order_id.filtered(lambda order: order in texts)
        orders._message_log_batch(
            {
                order.id: Markup("<br/>").join(rows)  # escapes them
                for order, rows in texts.items()
            }
        )
