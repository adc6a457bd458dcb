from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.off_order_cycle.engine.allocation import spread
from odoo.addons.off_order_cycle.tools.closing import CLOSING, LATER


class OffSubstitution(models.Model):
    """What a customer answers, and what follows."""

    _inherit = "off.substitution"

    def action_accept(self):
        """In the name of customers who said so at the telephone."""
        for proposal in self:
            proposal._check_staff()
            proposal.sudo()._answer(True, self.env.user.partner_id, "hub")
        return True

    def action_refuse(self):
        for proposal in self:
            proposal._check_staff()
            proposal.sudo()._answer(False, self.env.user.partner_id, "hub")
        return True

    def _check_staff(self):
        if not self.env.user.has_group("off_hub_network.group_coordinator"):
            raise AccessError(
                self.env._("Only coordinators answer in the name of customers.")
            )
        self.cycle_id.check_access("write")
        self.order_id.check_access("write")

    def _is_answered(self, accepted):
        """Whether this very answer was given before."""
        self.ensure_one()
        return self.state == ("accepted" if accepted else "refused")

    def _answer(self, accepted, partner, channel):
        """Note an answer, once; what is accepted joins the order.

        :param partner: who answered
        :param channel: a key of ``channel``
        :raise UserError: too late, or answered already
        """
        self.ensure_one()
        self.cycle_id._lock_row()
        self.invalidate_recordset(["state"])
        if self.state in ("accepted", "refused"):
            raise UserError(
                self.env._(
                    "%(text)s: answered already (%(answer)s). Tell %(hub)s if it is to "
                    "be otherwise.",
                    text=self._get_text(),
                    answer=self._get_state_label(),
                    hub=self.order_id.off_hub_id.name,
                )
            )
        if not self._is_open():
            raise UserError(
                self.env._(
                    "%s: this can no longer be answered. What you ordered and what you "
                    "get is on the page of your order.",
                    self._get_text(),
                )
            )
        if accepted:
            self._join_order()
        self._go_to(
            "accepted" if accepted else "refused",
            answered_by_id=partner.id,
            channel=channel,
            date_answered=fields.Datetime.now(),
        )

    def _join_order(self):
        """Add what was accepted to its order, at the price that was proposed, with its
        goods."""
        self.ensure_one()
        order = self.order_id.with_company(self.company_id)
        lots = self.cycle_id._get_spare_lots(self.offer_id, self)[self.offer_id]
        wanted = order.order_line._off_to_decimal(self.quantity)
        if sum(lots.values()) < wanted:
            raise UserError(
                self.env._(
                    "%s: it is no longer there. You pay for what you get.",
                    self._get_text(),
                )
            )
        order.action_unlock()
        line = self._create_line(order)
        order.action_lock()
        line._off_raise_counters()
        self.env["off.allocation"].create(
            [
                {
                    "sale_line_id": line.id,
                    "lot_id": lot.id,
                    "quantity": float(quantity),
                }
                for lot, _line, quantity in spread(lots.items(), [(line, wanted)])
            ]
        )
        order._off_update_fees()
        order.message_post(body=self.env._("Accepted: %s", self._get_text()))

    def _create_line(self, order):
        """Closing has drawn the counters of the order and locked it: this comes on top
        of that."""
        lines = self.env["sale.order.line"].with_context(
            off_closing=CLOSING, off_drawn=CLOSING, off_fees=LATER
        )
        line = lines.create(
            {
                "order_id": order.id,
                "product_id": self.product_id.id,
                "off_offer_id": self.offer_id.id,
                "product_uom_id": self.uom_id.id,
                "product_uom_qty": self.quantity,
                "off_substitution_id": self.id,
            }
        )
        line._off_set_price(self.price)
        return line.with_env(self.env)
