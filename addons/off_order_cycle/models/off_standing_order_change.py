from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date


class OffStandingOrderDelivery(models.Model):
    """Suspending a delivery, and choosing other quantities for it."""

    _inherit = "off.standing.order.delivery"

    # -- suspending --------------------------------------------------------------------
    def action_suspend(self):
        """Use a joker, whatever the notice: who presses answers for it."""
        self.check_access("write")
        for delivery in self:
            delivery._suspend()
        return True

    def _suspend(self):
        """Use a joker for this delivery; what is ordered is cancelled.

        :raise UserError: none is left, or it is too late
        """
        self.ensure_one()
        order = self.standing_order_id
        order._lock_jokers()
        self._check_open()
        if not (order.joker_unlimited or order.jokers_left):
            raise UserError(
                self.env._(
                    "No joker is left: %(count)s were agreed for %(order)s.",
                    count=order.joker_count,
                    order=order.name,
                )
            )
        if self.sale_order_id:
            self.sudo().sale_order_id._action_cancel()
        self.sudo().state = "joker"

    def action_resume(self):
        """Take a joker back."""
        self.check_access("write")
        for delivery in self:
            delivery._resume()
        return True

    def _resume(self):
        self.ensure_one()
        if self.state != "joker":
            return
        if self.cycle_id.state not in (False, "draft"):
            raise UserError(
                self.env._(
                    "%s is open already: order in it by hand.", self.cycle_id.name
                )
            )
        self.sudo().state = "planned"

    def _check_open(self):
        """:raise UserError: nothing can be changed any more"""
        for delivery in self:
            ordered = delivery.sudo().sale_order_id
            if delivery.state == "planned" or (
                delivery.state in ("placed", "partial")
                and ordered.state == "sale"
                and ordered._off_is_changeable()
            ):
                continue
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The delivery of %(date)s is “%(state)s” and cannot be changed.",
                    date=format_date(self.env, delivery.date),
                    state=labels[delivery.state],
                )
            )

    def _is_in_notice(self):
        """Whether the customer may still say something."""
        self.ensure_one()
        return self.standing_order_id._get_today() <= self.last_day

    def _check_notice(self):
        """:raise UserError: the notice has passed"""
        if not self._is_in_notice():
            raise UserError(
                self.env._(
                    "It is too late for the delivery of %(date)s: it could be changed "
                    "until %(last)s. Ask the hub.",
                    date=format_date(self.env, self.date),
                    last=format_date(self.env, self.last_day),
                )
            )

    # -- other quantities --------------------------------------------------------------
    def action_choose_quantities(self):
        """Show what is wanted as lines of this delivery, to be changed."""
        self.ensure_one()
        if not self.line_ids:
            self._set_quantities(
                {
                    line.product_id: line.quantity
                    for line in self.standing_order_id.line_ids
                }
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _set_quantities(self, quantities):
        """Want ``{product.product: quantity}`` at this delivery; what is accepted on
        top of them is that of the standing order.

        :raise UserError: it is ordered already, or suspended
        """
        self.ensure_one()
        self._check_not_ordered()
        usual = {line.product_id: line for line in self.standing_order_id.line_ids}
        self.line_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "product_id": product.id,
                        "quantity": quantity,
                        "tolerance": product in usual and usual[product].tolerance,
                    }
                )
                for product, quantity in quantities.items()
            ),
        ]

    def _check_not_ordered(self):
        """:raise UserError: quantities that are chosen now would change nothing"""
        if ordered := self.filtered(lambda one: one.state in ("placed", "partial")):
            raise UserError(
                self.env._(
                    "The delivery of %s is ordered already: change the order itself.",
                    format_date(self.env, ordered[0].date),
                )
            )
        self._check_open()

    def action_reset_quantities(self):
        """Want what the standing order says."""
        self.line_ids.unlink()
        return True

    def action_view_order(self):
        self.ensure_one()
        return self.sale_order_id.get_formview_action()
