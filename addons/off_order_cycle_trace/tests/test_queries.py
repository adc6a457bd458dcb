from odoo.tests import tagged

from .common import TraceCommon


@tagged("post_install", "-at_install")
class TestTraceQueries(TraceCommon):
    """A trace takes as many queries for three customers as for sixty."""

    def _count(self, kind, number):
        trace = self._trace()
        trace.get_trace(kind, number)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        trace.get_trace(kind, number)
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_follow_the_customers(self):
        more = self.env["res.partner"].create(
            [{"name": f"More {number}"} for number in range(30)]
        )
        for family in more:
            self._create_order({self.leeks: 1}, family)
        receipt = self._hand_over({"L1": 2, "L2": 37})
        line = receipt.move_line_ids.filtered(lambda one: not one.lot_id)
        few = self._count("lot", self._lot("L1").id)
        many = self._count("lot", self._lot("L2").id)
        self.assertEqual(many, few)
        self.assertLessEqual(many, 30)
        self.assertLessEqual(self._count("line", line.id), 30)
        self.assertLessEqual(self._count("order", self.orders[0].id), 30)
        self.assertLessEqual(self._count("receipt", receipt.id), 30)
