from odoo.tests import tagged

from ..reports import REPORTS
from .common import ReportCommon, get_codes


@tagged("post_install", "-at_install")
class TestQueries(ReportCommon):
    """What a report costs in queries does not depend on how much there is."""

    def _place(self, count):
        families = self.env["res.partner"].create(
            [{"name": f"Household {number}"} for number in range(count)]
        )
        type(self).exchange = self.edge
        orders = self.env["sale.order"]
        for family in families:
            orders |= self._create_order(
                {self.product: 1, self.leeks: 2}, family, confirm=False
            )
        orders.action_confirm()

    def _count(self):
        """Queries of each report, as a sheet and as a page of the screen."""
        counts = {}
        filters = {"cycles": self.cycle.ids}
        for code in get_codes():
            report = REPORTS[code]
            self.reports.get_page(code, filters)  # fills what does not change
            for name in ("screen", "sheet"):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                if name == "screen":
                    self.reports.get_page(code, filters)
                else:
                    layout = self.reports._get_layout(report)
                    read = self.reports._read_filters(filters)
                    list(self.reports._iterate(report, read, layout))
                counts[code, name] = self.env.cr.sql_log_count - before
        return counts

    def test_queries_are_the_same_at_5_and_40_orders(self):
        self._place(5)
        few = self._count()
        self._place(35)
        many = self._count()
        self.assertEqual(many, few)
        self.assertLessEqual(max(many.values()), 40)
