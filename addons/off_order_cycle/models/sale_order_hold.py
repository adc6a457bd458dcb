from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

BATCH = 100


class SaleOrder(models.Model):
    """What a customer is paying for is kept aside meanwhile (rule 12): goods, limits
    and the place at the pickup are drawn before the payment, and given back when it
    does not come in time."""

    _inherit = "sale.order"

    off_held_until = fields.Datetime(
        "Kept aside until",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Until then its products and its place at the pickup are reserved for "
        "this order, which is not validated yet.",
    )

    def _off_hold(self, minutes):
        """Keep aside what this cart asks for, or go on keeping it.

        Call it in a savepoint: where something is short, nothing of it may stay.

        :raise UserError: names all that is short, or why it cannot be ordered at all
        """
        self.ensure_one()
        until = fields.Datetime.now() + timedelta(minutes=minutes)
        if self.off_held_until:
            self.off_held_until = max(self.off_held_until, until)
            return
        if message := self._confirmation_error_message():
            raise UserError(message)
        self._off_check_minimums()
        lines = self.order_line.filtered("off_offer_id")
        lines._off_apply_terms()
        # The limits of a customer count what is kept aside.
        self.off_held_until = until
        lines._off_draw(lines._off_get_quantities(), self._off_count_slots(1))

    def _off_release(self):
        """Give back what is kept aside for these carts. Once: two who release the same
        cart write the same row, and the second finds it done."""
        held = self.filtered(lambda order: order.off_held_until)
        held = held.filtered(lambda order: order.state in ("draft", "sent", "cancel"))
        if not held:
            return
        lines = held.order_line.filtered("off_offer_id")
        given_back = {
            counter: -quantity
            for counter, quantity in lines._off_get_quantities().items()
        }
        held.off_held_until = False
        lines._off_draw(given_back, held._off_count_slots(-1))

    def _off_release_changed(self):
        """What is kept aside is what the cart asks for: a cart that changes gives it
        back, and asks again when it is paid."""
        self.filtered(lambda order: order.state in ("draft", "sent"))._off_release()

    @api.model
    def _cron_release_carts(self):
        """Give back what nobody paid for in time."""
        late = self.search(
            [
                ("off_held_until", "<=", fields.Datetime.now()),
                ("state", "in", ("draft", "sent")),
            ],
            order="id",
        )
        for start in range(0, len(late), BATCH):
            batch = late[start : start + BATCH].try_lock_for_update()
            batch._off_release()
            self.env["ir.cron"]._commit_progress(
                len(batch), remaining=len(late) - start - len(batch)
            )

    def write(self, vals):
        if {"off_slot_id", "off_exchange_id"} & vals.keys():
            self.filtered(lambda order: order.state != "sale")._off_release()
        return super().write(vals)

    def unlink(self):
        self._off_release()
        return super().unlink()

    def _action_cancel(self):
        self._off_release()
        return super()._action_cancel()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        orders = {
            vals["order_id"]
            for vals in vals_list
            if vals.get("order_id") and not self._off_is_follower(vals)
        }
        self.env["sale.order"].browse(orders)._off_release_changed()
        return super().create(vals_list)

    @api.model
    def _off_is_follower(self, vals):
        """Whether a line follows from what is ordered, as that of a fee does."""
        return bool(vals.get("off_is_fee"))

    def write(self, vals):
        if {
            "product_uom_qty",
            "product_uom_id",
            "product_id",
            "off_offer_id",
            "order_id",
        } & vals.keys():
            self.filtered("off_offer_id").order_id._off_release_changed()
        return super().write(vals)

    def unlink(self):
        self.filtered("off_offer_id").order_id._off_release_changed()
        return super().unlink()
