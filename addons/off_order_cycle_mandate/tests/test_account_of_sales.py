from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import MandateCommon


@tagged("post_install", "-at_install")
class TestAccountOfSales(MandateCommon, HttpCase):
    """Customers are invoiced at the end of a month: one account for two sales, a carrot
    at 2.50 of which the hub keeps 20 % in the first and 40 % in the second."""

    def setUp(self):
        super().setUp()
        self.first = self.cycle
        orders = self._create_order({self.product: 3})
        self._hand_over()
        cls = type(self)
        for name in ("cycle", "exchange"):
            self.addCleanup(setattr, cls, name, getattr(cls, name))
        self.mandate.action_end()
        self._create_mandate(commission=40.0).action_sign()
        cls.cycle = self.cycle = self._create_cycle()
        cls.exchange = self.exchange = self.cycle.outgoing_ids
        self.cycle.action_open()
        orders |= self._create_order({self.product: 4})
        self._hand_over()
        orders._create_invoices().action_post()
        orders.invoice_ids._off_follow_up()
        self.account = orders.invoice_ids.invoice_line_ids.off_account_sale_id

    def _hand_over(self):
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()

    def test_each_sale_has_its_part_of_it_and_of_the_commission(self):
        self.assertEqual(len(self.account), 1)
        commission = self.account.off_commission_id
        self.assertEqual(
            (self.account | commission)._off_get_cycle_shares(),
            {
                self.account: {self.first: -7.5, self.cycle: -10.0},
                commission: {self.first: 1.5, self.cycle: 4.0},
            },
        )

    def test_the_statement_of_each_sale_tells_it(self):
        if "off.statement" not in self.env:
            self.skipTest("Statements are not installed.")
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.account.ids
        ).create({"amount": 5.0})._create_payments()
        found = self.env["off.statement"]._get_cycle_statements(
            self.company_a, self.first | self.cycle, self.producer
        )
        told = [found[cycle, self.producer] for cycle in (self.first, self.cycle)]
        self.assertEqual([one["billed"] for one in told], [6, 6])
        self.assertEqual(sum(one["open"] for one in told), 7)
        owed = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company_a.id),
                ("partner_id", "=", self.producer.id),
                ("account_id.account_type", "=", "liability_payable"),
                ("parent_state", "=", "posted"),
            ]
        )
        self.assertAlmostEqual(-sum(owed.mapped("balance")), 7)
        for one in told:
            self.assertTrue(one["in_name"])
            self.assertEqual(
                [(row["label"], row["others"]) for row in one["documents"]],
                [("Account of sales", True), ("Commission", True)],
            )
            self.assertEqual(one["documents"][0]["url"], self.account.access_url)
        grower = self._create_login("grower", self.producer)
        self.authenticate(grower.login, "grower" * 3)
        path = f"/my/balance/{self.company_a.id}/sale/{self.first.id}"
        text = self.url_open(path).text
        for part in ("sold in your name", self.account.access_url, "A part of"):
            self.assertIn(part, text)
        page = self.env["off.statement"]._get_pages(self.producer)
        rows = next(one for one in page if one["side"] == "producer")["rows"]
        self.assertIn("Account of sales", [row["label"] for row in rows])

    # -- its paper ---------------------------------------------------------------------
    def _create_login(self, name, partner):
        contact = self.env["res.partner"].create(
            {"name": name, "parent_id": partner.id}
        )
        return self.env["res.users"].create(
            {
                "login": name,
                "password": name * 3,
                "partner_id": contact.id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )

    def _open(self, user, move=None):
        self.authenticate(user and user.login, user and user.login * 3)
        with patch.object(
            self.env.registry["ir.actions.report"],
            "get_wkhtmltopdf_state",
            lambda *args: "install",
        ):
            return self.url_open((move or self.account).access_url)

    def test_the_producer_reads_it(self):
        response = self._open(self._create_login("grower", self.producer))
        self.assertEqual(response.status_code, 200)
        self.assertIn(self.account.name, response.text)
        self.assertIn("Paid out", response.text)
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_it_is_a_pdf_where_these_are_made(self):
        grower = self._create_login("grower", self.producer)
        self.authenticate("grower", "grower" * 3)
        reports = self.env.registry["ir.actions.report"]
        made = []

        def render(_self, report, ids, **kwargs):
            made.append((report, ids))
            return b"%PDF-1.4", "pdf"

        with (
            patch.object(reports, "get_wkhtmltopdf_state", lambda *args: "ok"),
            patch.object(reports, "_render_qweb_pdf", render),
        ):
            response = self.url_open(self.account.access_url)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(made, [("account.account_invoices", self.account.ids)])
        self.assertTrue(grower)

    def test_nobody_else_does(self):
        other = self._create_producer("Other grower")
        staff = new_test_user(
            self.env, "staff", "base.group_user", password="staff" * 3
        )
        for user in (
            self._create_login("other", other),
            self._create_login("family", self.families[0]),
            staff,
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._open(user).status_code, 404)
        self.assertIn("/web/login", self._open(None).url)

    def test_other_documents_are_not_read_by_it(self):
        grower = self._create_login("grower", self.producer)
        bill = self.env["account.move"].create(
            {
                "move_type": "in_receipt",
                "partner_id": self.producer.id,
                "company_id": self.company_a.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create({"name": "Stamps", "price_unit": 1.0})
                ],
            }
        )
        bill.action_post()
        self.assertEqual(bill.access_url, "#")
        self.authenticate("grower", "grower" * 3)
        path = self.account.access_url.rpartition("/")[0]
        for wrong in (bill.id, self.account.off_commission_id.id, 0, 10**9):
            response = self.url_open(f"{path}/{wrong}")
            self.assertEqual(response.status_code, 404)
        self.assertTrue(grower)
