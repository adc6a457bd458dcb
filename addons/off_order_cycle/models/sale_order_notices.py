from collections import defaultdict

from odoo import api, fields, models


class SaleOrder(models.Model):
    """What happens to an order of a cycle is told to its customer, later and in bulk:
    nobody waits for the mail server."""

    _inherit = "sale.order"

    off_notice_ids = fields.One2many(
        "off.notice", "order_id", groups="base.group_system"
    )

    def _action_confirm(self):
        result = super()._action_confirm()
        placed = self.filtered("off_exchange_id")
        Notice = self.env["off.notice"].sudo()
        new = Notice._plan_orders("confirmed", placed)
        # Confirmed again after it was cancelled: that is a change.
        Notice._plan_change(placed.filtered(lambda order: order.id not in new))
        return result

    def _action_cancel(self):
        placed = self.filtered(
            lambda order: order.off_exchange_id and order.state == "sale"
        )
        result = super()._action_cancel()
        self.env["off.notice"].sudo()._plan_change(placed)
        return result

    def _send_payment_succeeded_for_order_mail(self):
        """Extends sale: what becomes of an order of a cycle is told by its mails,
        and a payment that came too late by a message of its own."""
        others = self.filtered(lambda order: not order.off_exchange_id)
        if others:
            return super(SaleOrder, others)._send_payment_succeeded_for_order_mail()
        return None

    def _send_order_confirmation_mail(self):
        """Override: orders of cycles are told by a mail that says where and when they
        are collected. Two would be one too many."""
        others = self.filtered(lambda order: not order.off_exchange_id)
        if others:
            return super(SaleOrder, others)._send_order_confirmation_mail()
        return None

    def write(self, vals):
        moved = self.browse()
        if "off_slot_id" in vals:
            moved = self.filtered(
                lambda order: (
                    order.state == "sale"
                    and order.off_exchange_id
                    and order.off_slot_id.id != vals["off_slot_id"]
                )
            )
        result = super().write(vals)
        self.env["off.notice"].sudo()._plan_change(moved)
        return result

    def _off_tell(self):
        """What its customer knows of this order, to compare with later.

        :return: ``{"goods": {product id as text: quantity}, "slot": id, "state"}``
        """
        self.ensure_one()
        goods = defaultdict(float)
        if self.state == "sale":
            for line in self.order_line.filtered("off_offer_id"):
                goods[str(line.product_id.id)] += line._off_get_ordered()
        return {
            "goods": {key: round(one, 6) for key, one in goods.items() if one},
            "slot": self.off_slot_id.id,
            "state": "sale" if self.state == "sale" else "cancel",
        }

    def _off_get_short(self):
        """What was not given of what was ordered.

        :return: ``{product.product: (ordered, given)}`` in the product's unit
        """
        self.ensure_one()
        totals = defaultdict(lambda: [0.0, 0.0])
        for line in self.order_line.filtered("off_offer_id"):
            total = totals[line.product_id]
            total[0] += line._off_get_ordered()
            total[1] += sum(line.off_allocation_ids.mapped("quantity"))
        return {
            product: (ordered, given)
            for product, (ordered, given) in totals.items()
            if product.uom_id.compare(given, ordered) < 0
        }


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        added = lines.filtered(lambda line: line._off_is_validated())
        self.env["off.notice"].sudo()._plan_change(added.order_id)
        return lines

    def write(self, vals):
        changed = self.browse()
        if {"product_uom_qty", "product_uom_id"} & vals.keys():
            changed = self.filtered(
                lambda line: line.off_offer_id and line.state == "sale"
            )
        result = super().write(vals)
        self.env["off.notice"].sudo()._plan_change(changed.order_id)
        return result
