from odoo.tests import tagged

from .common import CycleCommon

# What a step takes for one producer and one pickup point, with a little room.
PINNED = {
    "confirm": 54,  # with all add-ons that have a say in an order
    "close": 112,  # with the note on who cannot be written to
    "receive": 66,
    "allocate": 34,
    "distribute": 91,  # with a handover for each order, and whose goods they are
}


@tagged("post_install", "-at_install")
class TestQueries(CycleCommon):
    """The steps of a cycle work in bulk: their queries grow with its producers and
    pickup points, not with its orders."""

    def _count(self, orders):
        """Queries of each step of a cycle with that many orders."""
        families = self.env["res.partner"].create(
            [{"name": f"Family {n}"} for n in range(orders)]
        )
        self.product.off_availability_ids.declared_qty = 1000
        self.cycle = type(self).cycle = self._create_cycle()
        self.exchange = type(self).exchange = self.cycle.outgoing_ids
        self.cycle.action_open()
        placed = self.env["sale.order"]
        for family in families:
            placed |= self._create_order(
                {self.product: 1, self.leeks: 2}, family, confirm=False
            )
        counts = {}
        for name, step in (
            ("confirm", placed.action_confirm),
            ("close", self.cycle.action_close),
            ("receive", self._receive),
            ("allocate", self.cycle.action_allocate),
            ("distribute", self.cycle.action_distribute),
        ):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            step()
            self.env.flush_all()
            counts[name] = self.env.cr.sql_log_count - before
        return counts

    def test_queries_do_not_grow_with_the_orders(self):
        self._count(2)  # fills the caches of what does not change
        few, many = self._count(3), self._count(23)
        for step, count in many.items():
            with self.subTest(step=step):
                self.assertLessEqual(count, few[step] + 2)
                self.assertLessEqual(count, PINNED[step])
