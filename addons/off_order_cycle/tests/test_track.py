from odoo.tests import tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestTrack(CycleCommon):
    """What changed on many orders is noted on each, in a fixed number of queries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Tests note no changes unless they are about them.
        cls.env = cls.env(
            context={
                **cls.env.context,
                "tracking_disable": False,
                "mail_notrack": False,
            }
        )

    def _place(self, count):
        families = self.env["res.partner"].create(
            [{"name": f"Family {number}"} for number in range(count)]
        )
        orders = self.env["sale.order"].union(
            *(
                self._create_order({self.leeks: 1}, family, confirm=False)
                for family in families
            )
        )
        self._write_notes()
        return orders

    def _write_notes(self):
        """What happens when a request ends."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _get_notes(self, order):
        subtype = self.env.ref("sale.mt_order_confirmed")
        return order.message_ids.filtered(lambda one: one.subtype_id == subtype)

    def _get_changes(self, note):
        return {
            value.field_id.name: (value.old_value_char, value.new_value_char)
            for value in note.sudo().tracking_value_ids
        }

    def test_many_orders_have_the_note_that_one_has(self):
        many = self._place(3)
        one = self._create_order({self.leeks: 1}, self.families[0], confirm=False)
        self._write_notes()
        for orders in (many, one):
            orders.with_user(self.coordinator_a).action_confirm()
            self._write_notes()
        (expected,) = self._get_notes(one)
        self.assertIn("state", self._get_changes(expected))
        for order in many:
            (note,) = self._get_notes(order)
            self.assertEqual(self._get_changes(note), self._get_changes(expected))
            for name in ("author_id", "message_type", "is_internal", "body"):
                self.assertEqual(note[name], expected[name], name)

    def test_who_follows_an_order_is_told(self):
        orders = self._place(3)
        follower = self.coordinator_a.partner_id
        orders[1].message_subscribe(
            follower.ids, self.env.ref("sale.mt_order_confirmed").ids
        )
        orders.action_confirm()
        self._write_notes()
        told = [self._get_notes(order).notified_partner_ids for order in orders]
        none = self.env["res.partner"]
        self.assertEqual(told, [none, follower, none])

    def test_notes_are_written_in_bulk(self):
        counts = []
        for count in (3, 3, 13):
            self._place(count).action_confirm()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env.cr.precommit.run()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # What is read of each is whether the kind of message is still there.
        self.assertLessEqual(counts[2], counts[1] + 10 + 2)
