from odoo.tests import new_test_user

from odoo.addons.off_order_cycle.tests.common import CycleCommon


class BankCommon(CycleCommon):
    """An operator with a bank account."""

    @classmethod
    def _prepare_books(cls):
        cls.company_a.country_id = cls.env.ref("base.fr")
        cls.company_a._off_setup_operator("generic_coa")
        cls.bank = cls.env["account.journal"].search(
            [("company_id", "=", cls.company_a.id), ("type", "=", "bank")], limit=1
        )
        cls.account_a = cls.env["res.partner.bank"].create(
            {
                "acc_number": "FR7630001007941234567890185",
                "partner_id": cls.company_a.partner_id.id,
                "allow_out_payment": True,
            }
        )
        cls.bank.bank_account_id = cls.account_a
        cls.bank_fr = cls.env["res.bank"].create(
            {"name": "Bank of France", "bic": "BDFEFRPP"}
        )
        cls.account_a.bank_id = cls.bank_fr

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.off_availability_ids.on_demand = True
        cls.bookkeeper = new_test_user(
            cls.env,
            "bank_a",
            "account.group_account_invoice,off_hub_network.group_user,"
            "account_payment_batch_oca.group_account_payment",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )

        cls.chief = new_test_user(
            cls.env,
            "bank_chief_a",
            "account.group_account_manager,off_hub_network.group_user",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )

    def _settle(self):
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
        bills = self.cycle.purchase_ids.invoice_ids
        bills.invoice_date = bills.date
        bills.action_post()
        return bills
