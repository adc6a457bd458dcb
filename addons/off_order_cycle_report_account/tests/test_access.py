from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import BooksCommon, get_codes


@tagged("post_install", "-at_install")
class TestAccess(HttpCase, BooksCommon):
    def _create_member_of(self, login, groups, company):
        return new_test_user(
            self.env,
            login,
            groups,
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def test_another_operator_reads_nothing(self):
        self._sell()
        stranger = self._create_member_of(
            "books_b", "account.group_account_invoice", self.company_b
        )
        reports = self._get_reports(stranger)
        for code in get_codes():
            with self.subTest(code=code):
                self.assertEqual(self._read(code, reports), [])
                self.assertTrue(self._read(code) or code.startswith("payments_"))

    def test_they_are_for_accountants(self):
        seller = self._create_member_of(
            "books_sales", "sales_team.group_sale_salesman", self.company_a
        )
        told = self._get_reports(seller).get_reports()["reports"]
        self.assertFalse({one["code"] for one in told} & set(get_codes()))
        for code in get_codes():
            with self.subTest(code=code), self.assertRaises(UserError):
                self._get_reports(seller).get_page(code, {})
        # Who keeps the books need not sell.
        told = self._get_reports().get_reports(self.cycle.id)["reports"]
        self.assertEqual([one["code"] for one in told], get_codes())

    def test_customers_are_refused(self):
        customer = self._create_member_of(
            "books_portal", "base.group_portal", self.company_a
        )
        with self.assertRaises(AccessError):
            self._get_reports(customer).get_page("sales_tax", {})
        self.authenticate("books_portal", "books_portal")
        answer = self.url_open("/off/reports/sales_tax.xlsx")
        self.assertEqual(answer.status_code, 403)
        self.authenticate(None, None)
        answer = self.url_open("/off/reports/sales_tax.xlsx", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_a_file_is_sent_to_who_may_read_it(self):
        self._sell()
        self.authenticate("books_reader", "books_reader")
        answer = self.url_open(
            f'/off/reports/sales_tax.xlsx?filters={{"cycles": {self.cycle.ids}}}'
        )
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.content[:2], b"PK")
