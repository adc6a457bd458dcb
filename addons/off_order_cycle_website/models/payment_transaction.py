from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _post_process(self):
        """Extends payment: who pays by transfer or at the pickup has ordered; the money
        is waited for, the producers are not."""
        for tx in self:
            order = tx._off_get_cycle_order()
            promised = tx.state == "pending" and tx.provider_id.code == "custom"
            if promised and order.state in ("draft", "sent"):
                tx._off_validate(order)
        return super()._post_process()

    def _check_amount_and_confirm_order(self):
        """Extends sale: a payment that returns when the sale is over, or when others
        bought the goods meanwhile, is kept and told; raising would lose its booking."""
        late = self.browse()
        for tx in self:
            order = tx._off_get_cycle_order()
            if order.state in ("draft", "sent", "cancel") and order:
                reason = order._off_try_to_validate()
                if reason:
                    late |= tx
                    order._off_note_late_payment(tx, reason)
        return super(PaymentTransaction, self - late)._check_amount_and_confirm_order()

    def _off_validate(self, order):
        """Validate an order that is to be paid later, or say that it came too late."""
        self.ensure_one()
        if reason := order._off_try_to_validate():
            order._off_note_late_payment(self, reason)
        else:
            order.with_context(send_email=True).action_confirm()

    def _off_get_cycle_order(self):
        """The order of a cycle that is paid, or an empty set."""
        self.ensure_one()
        orders = self.sale_order_ids
        return orders.filtered("off_exchange_id") if len(orders) == 1 else orders[:0]
