from odoo.tests import new_test_user

from odoo.addons.off_order_cycle.tests.common import CycleCommon


class StatementCommon(CycleCommon):
    """A carrot costs 2.50. Family 0 got two and paid 3.00, Family 1 got one and paid
    nothing. The producer is paid as much."""

    @classmethod
    def _prepare_books(cls):
        cls.company_a._off_setup_operator("generic_coa")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.off_availability_ids.on_demand = True
        cls.orders = cls._create_order({cls.product: 2}) | cls._create_order(
            {cls.product: 1}, cls.families[1]
        )
        cls.bookkeeper = new_test_user(
            cls.env,
            "books_a",
            "account.group_account_invoice,off_hub_network.group_user",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )

    @classmethod
    def _hand_over(cls):
        cls.cycle.action_close()
        cls._receive()
        cls.cycle.action_allocate()
        cls.cycle.action_distribute()

    @classmethod
    def _settle(cls):
        cls._hand_over()
        cls.cycle.action_settle()
        bills = cls.cycle.purchase_ids.invoice_ids
        bills.invoice_date = bills.date
        bills.action_post()
        return bills

    @classmethod
    def _pay(cls, partner, amount, **vals):
        payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_id": partner.id,
                "amount": amount,
                "journal_id": cls.env["account.journal"]
                .search(
                    [("type", "=", "bank"), ("company_id", "=", cls.company_a.id)],
                    limit=1,
                )
                .id,
                **vals,
            }
        )
        payment.action_post()
        return payment
