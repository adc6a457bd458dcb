from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import TraceCommon


@tagged("post_install", "-at_install")
class TestTraceAccess(TraceCommon, HttpCase):
    """Staff with rights on stock or sales, of the operator, and nobody else."""

    def setUp(self):
        super().setUp()
        self.receipt = self._hand_over({"L1": 9})
        self.lot = self._lot("L1")
        self.subjects = (
            ("lot", self.lot.id),
            ("line", self.receipt.move_line_ids[0].id),
            ("receipt", self.receipt.id),
            ("order", self.orders[0].id),
            ("customer", self.families[0].id),
        )
        make = self._create_staff
        self.seller = make("sales_a", self.company_a, "sales_team.group_sale_salesman")
        self.reader = make("reader_a", self.company_a, "off_hub_network.group_user")
        self.other = make("stock_b", self.company_b)
        self.family = make("family_a", self.company_a, "base.group_portal")

    def test_staff_of_stock_and_of_sales_trace(self):
        for user in (self.stockist, self.seller, self.coordinator_a):
            for kind, number in self.subjects:
                with self.subTest(user=user.login, kind=kind):
                    self.assertTrue(self._trace(user).get_trace(kind, number))

    def test_who_only_looks_at_the_network_and_customers_do_not(self):
        for user in (self.reader, self.family, self.env.ref("base.public_user")):
            trace = self._trace(user)
            for kind, number in self.subjects:
                with self.subTest(user=user.login, kind=kind):
                    for call in (
                        lambda t=trace, k=kind, n=number: t.get_trace(k, n),
                        lambda t=trace, k=kind, n=number: t.action_recall(k, n),
                        lambda t=trace, k=kind, n=number: t._write_xlsx(k, n),
                        lambda t=trace: t.find("L1"),
                    ):
                        with self.assertRaises(AccessError):
                            call()
            with self.assertRaises(AccessError):
                self.env["off.lot.recall"].with_user(user).create(
                    {"lot_ids": self.lot.ids}
                )

    def test_another_operator_finds_nothing(self):
        trace = self._trace(self.other)
        for kind, number in self.subjects:
            with self.subTest(kind=kind):
                with self.assertRaises(UserError):
                    trace.get_trace(kind, number)
                with self.assertRaises(UserError):
                    trace.action_recall(kind, number)
        for text in ("L1", "Family", "Grower", self.orders[0].name):
            self.assertEqual(trace.find(text), [])
        with self.assertRaises(AccessError):
            trace.with_context(
                allowed_company_ids=[self.company_b.id, self.company_a.id]
            ).get_trace("lot", self.lot.id)

    def test_a_recall_is_of_its_operator(self):
        action = self._trace().action_recall("lot", self.lot.id)
        recall = self.env["off.lot.recall"].browse(action["res_id"])
        recall.reason = "Secret"
        recall.action_start()
        for user in (self.other, self.reader, self.family):
            theirs = recall.with_user(user)
            with self.subTest(user=user.login):
                for call in (
                    lambda r=theirs: r.read(["name"]),
                    lambda r=theirs: r.action_lift(),
                    lambda r=theirs: r.action_withdraw_shares(),
                    lambda r=theirs: r.recipient_ids.read(["detail"]),
                ):
                    with self.assertRaises(AccessError):
                        call()
        with self.assertRaises(AccessError):
            self.env["off.lot.recall"].with_user(self.other).create(
                {"lot_ids": self.lot.ids, "company_id": self.company_a.id}
            )
        with self.assertRaises(UserError):
            self.env["off.lot.recall"].with_user(self.other).create(
                {"lot_ids": self.lot.ids, "company_id": self.company_b.id}
            )

    def test_files_are_refused(self):
        for login, status in (
            ("reader_a", 403),
            ("family_a", 403),
            ("stock_b", 400),
            ("stock_a", 200),
        ):
            self.authenticate(login, login)
            for kind, number in self.subjects:
                with self.subTest(login=login, kind=kind):
                    response = self.url_open(f"/off/trace/{kind}/{number}.xlsx")
                    self.assertEqual(response.status_code, status)
        self.authenticate(None, None)
        response = self.url_open(f"/off/trace/lot/{self.lot.id}.xlsx")
        self.assertIn("/web/login", response.url)

    def test_paper_is_refused(self):
        report = self.env["ir.actions.report"]
        for user in (self.other, self.reader, self.family):
            with (
                self.subTest(user=user.login),
                self.assertRaises(UserError),
            ):
                report.with_user(user)._render_qweb_html(
                    "off_order_cycle_trace.action_report_trace", self.lot.ids
                )
