from odoo.tests import tagged

from .common import InvoiceCommon


@tagged("post_install", "-at_install")
class TestCredit(InvoiceCommon):
    """A carrot costs 2.50. Family 0 paid three online and got one."""

    def setUp(self):
        super().setUp()
        self.first = self._create_order({self.product: 3})
        self._pay(self.first)
        self.cycle.action_close()
        self._receive({self.product: 1})
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
        self.assertEqual(self.first.invoice_ids.amount_total, 2.5)
        self.assertEqual(self.first.invoice_ids.amount_residual, 0)

    def _pay(self, order):
        """Online, the whole order; what was paid is booked."""
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": self.env["payment.provider"]
                .create({"name": "Card", "company_id": self.company_a.id})
                .id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "reference": f"{order.name}-card",
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "sale_order_ids": [(6, 0, order.ids)],
            }
        )
        transaction.payment_id = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_id": order.partner_id.id,
                "amount": order.amount_total,
                "journal_id": self.env["account.journal"]
                .search(
                    [("type", "=", "bank"), ("company_id", "=", self.company_a.id)],
                    limit=1,
                )
                .id,
                "payment_transaction_id": transaction.id,
            }
        )
        transaction.payment_id.action_post()
        transaction.state = "done"

    def _get_due(self, order):
        return order._off_get_dues()[order]

    def test_what_came_short_lowers_the_next_order_and_pays_its_invoice(self):
        self._sell_again()
        order = self._create_order({self.product: 3})
        # 7.50, of which 5.00 were paid the last time
        self.assertEqual(self._get_due(order), 2.5)
        self._finish()
        invoice = order.invoice_ids
        self.assertEqual(invoice.amount_total, 7.5)
        self.assertEqual(invoice.amount_residual, 2.5)
        self.assertEqual(self._get_due(order), 2.5)
        self.assertEqual(self._get_balance(), 2.5)

    def test_what_is_left_of_it_stays(self):
        self._sell_again()
        order = self._create_order({self.product: 1})
        other = self._create_order({self.product: 2}, self.families[1])
        self.assertEqual(self._get_due(order), 0)
        self.assertEqual(self._get_due(other), 5)
        self._finish()
        self.assertEqual(order.invoice_ids.payment_state, "in_payment")
        self.assertEqual(other.invoice_ids.amount_residual, 5)
        self.assertEqual(self._get_balance(), -2.5)

    def test_a_hub_may_keep_it(self):
        self.hub_a.credit_use = "keep"
        self._sell_again()
        order = self._create_order({self.product: 1})
        self.assertEqual(self._get_due(order), 2.5)
        self._finish()
        self.assertEqual(order.invoice_ids.amount_residual, 2.5)
        self.assertEqual(self._get_balance(), -2.5)

    def test_what_was_paid_for_another_order_waits_for_its_invoice(self):
        self._sell_again()
        paid = self._create_order({self.product: 1})
        self._pay(paid)
        order = self._create_order({self.product: 9})
        self.assertEqual(
            order._off_find_credits().payment_id._off_get_orders(), self.first
        )
        dues = (paid | order)._off_get_dues()
        # 22.50, less 5.00 that the first sale left
        self.assertEqual((dues[paid], dues[order]), (0, 17.5))
        self._finish()
        self.assertEqual(
            sum((paid | order).invoice_ids.mapped("amount_residual")), 17.5
        )
        self.assertEqual(self._get_balance(), 17.5)

    def test_two_orders_take_it_once(self):
        self._sell_again()
        orders = self._create_order({self.product: 1}) | self._create_order(
            {self.product: 2}
        )
        dues = orders._off_get_dues()
        self.assertEqual([dues[order] for order in orders], [0, 2.5])

    def _get_balance(self):
        lines = self.env["account.move.line"].search(
            [
                ("partner_id", "=", self.families[0].id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ]
        )
        return sum(lines.mapped("balance"))
