from odoo.tests import new_test_user

from odoo.addons.off_order_cycle.tests.common import CycleCommon


class PrivacyCommon(CycleCommon):
    """Operator A has books; Léa has a login, ordered, and was invoiced and paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.login = new_test_user(
            cls.env,
            "lea@example.org",
            "base.group_portal",
            name="Léa Martin",
            email="lea@example.org",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )
        cls.lea = cls.login.partner_id
        cls.lea.write(
            {
                "off_company_ids": [(6, 0, cls.company_a.ids)],
                "phone": "0612345678",
                "street": "3 rue du Puits",
                "zip": "44000",
                "city": "Nantes",
                "comment": "<p>Allergic to nuts</p>",
            }
        )
        cls.note = cls.env["off.hub.customer"].create(
            {"hub_id": cls.hub_a.id, "partner_id": cls.lea.id, "note": "Nice"}
        )
        cls.product.off_availability_ids.on_demand = True
        cls.requests = cls.env["off.privacy.request"].with_user(cls.coordinator_a)

    @classmethod
    def _prepare_books(cls):
        cls.company_a.country_id = cls.env.ref("base.fr")
        cls.company_a._off_setup_operator("generic_coa")

    def _make_invoice(self):
        """An order of Léa, handed over, invoiced and posted."""
        order = self._create_order({self.leeks: 2}, self.lea)
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
        invoice = order.invoice_ids
        if invoice.state == "draft":
            invoice.action_post()
        return invoice

    def _pay(self, invoice):
        journal = self.env["account.journal"].search(
            [("company_id", "=", self.company_a.id), ("type", "=", "bank")], limit=1
        )
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": journal.id})
        )
        wizard._create_payments()

    def _ask(self, kind="erasure"):
        request = self.requests._ask(self.lea, self.company_a, kind, "staff")
        return request.with_user(self.coordinator_a)
