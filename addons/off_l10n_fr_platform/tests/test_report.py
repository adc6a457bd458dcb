from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PlatformCommon


@tagged("post_install", "-at_install")
class TestReport(PlatformCommon):
    def _report(self, user=None):
        return (
            self.env["off.platform.document"]
            .with_user(user or self.clerk)
            ._report_sales(
                self.platform.with_user(user or self.clerk), "2026-11-01", "2026-11-30"
            )
        )

    def test_sales_to_consumers_are_sent_by_day_and_rate(self):
        with self._fake() as fake:
            self._invoice(self.ann)
            self._invoice(self.ann, day="2026-11-03")
            self._invoice()
            self._report()
        [report] = fake.reports.values()
        self.assertEqual(report["siren"], "123456782")
        self.assertEqual(
            report["lines"],
            [
                {
                    "date": day,
                    "category": "TLB1",
                    "rate": "5.50",
                    "base": "20.00",
                    "tax": "1.10",
                    "count": 1,
                }
                for day in ("2026-11-02", "2026-11-03")
            ],
        )

    def test_the_same_is_not_sent_twice_and_a_change_replaces_it(self):
        with self._fake() as fake:
            self._invoice(self.ann)
            first = self._report()
            with self.assertRaisesRegex(UserError, "Nothing new"):
                self._report()
            self._invoice(self.ann, day="2026-11-20")
            second = self._report()
        self.assertEqual(second.replaces_id, first)
        self.assertEqual(fake.reports[second.key]["replaces"], first.key)
        self.assertEqual(len(fake.reports[second.key]["lines"]), 2)

    def test_a_period_without_sales_is_not_sent(self):
        with self._fake(), self.assertRaises(UserError):
            self._report()

    def test_without_siren_it_says_where_to_write_it(self):
        self._invoice(self.ann)
        self.company.write({"company_registry": False, "vat": False})
        with self._fake(), self.assertRaisesRegex(UserError, "SIREN"):
            self._report()

    def test_others_report_nothing(self):
        self._invoice(self.ann)
        visitor = self._new_user("visitor_pa", "base.group_user")
        with self._fake(), self.assertRaises(AccessError):
            self._report(visitor)
