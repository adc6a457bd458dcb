from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged

from .common import DockCommon


@tagged("post_install", "-at_install")
class TestLots(DockCommon):
    """Carrots have lots and dates, leeks have not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # They are tracked since they were ordered: what is expected follows.
        cls.product.write({"tracking": "lot", "use_expiration_date": True})
        cls.soon = date.today() + timedelta(days=20)
        cls.past = date.today() - timedelta(days=3)

    def _lots(self, *lots):
        """Rows of (lot number, date, quantity)."""
        return [
            {"lot": lot, "date": day and day.isoformat(), "quantity": quantity}
            for lot, day, quantity in lots
        ]

    def _count_all(self, *lots):
        self._count(self.product, *self._lots(*lots))
        self._count(self.leeks, 4)

    def _get_lots(self):
        return self.env["stock.lot"].search(
            Domain("product_id", "=", self.product.id), order="name"
        )

    def test_a_line_says_whether_it_has_lots_and_dates(self):
        carrots, leeks = self._line(self.product), self._line(self.leeks)
        self.assertEqual((carrots["tracking"], carrots["dates"]), ("lot", True))
        self.assertEqual((leeks["tracking"], leeks["dates"]), ("none", False))

    def test_a_product_arrives_in_several_lots(self):
        later = self.soon + timedelta(days=5)
        self._count_all(("L1", self.soon, 4), ("L2", later, 2))
        rows = self._line(self.product)["lines"]
        self.assertEqual(
            [(row["lot"], row["date"], row["quantity"]) for row in rows],
            [("L1", self.soon.isoformat(), 4), ("L2", later.isoformat(), 2)],
        )
        self.assertFalse(self._get_lots())  # not before it is received
        self._receive()
        lots = self._get_lots()
        self.assertEqual(lots.mapped("name"), ["L1", "L2"])
        self.assertEqual(lots.company_id, self.company_a)
        days = [self._pickings()._off_to_day(lot.expiration_date) for lot in lots]
        self.assertEqual(days, [self.soon, later])
        self.assertEqual(
            lots.with_company(self.company_a).mapped("product_qty"), [4, 2]
        )

    def test_a_lot_is_shared_out_and_traced(self):
        self._count_all(("L1", self.soon, 6))
        self._receive()
        self.cycle.action_allocate()
        self.assertEqual(self.cycle.allocation_ids.lot_id.name, "L1")

    def test_a_lot_that_is_missing_is_asked_for_by_product(self):
        self._count_all(("", self.soon, 6))
        with self.assertRaisesRegex(UserError, "lot number of: Carrots"):
            self._receive()
        self.assertEqual(self.receipt.state, "assigned")

    def test_a_date_that_is_missing_is_asked_for_by_product(self):
        self._count_all(("L1", None, 6))
        with self.assertRaisesRegex(UserError, "date that is printed on: Carrots"):
            self._receive()

    def test_a_usual_life_fills_in_the_date(self):
        self.product.expiration_time = 30
        self._count_all(("L1", None, 6))
        self._receive()
        self.assertTrue(self._get_lots().expiration_date)

    def test_a_date_that_is_past_needs_a_word(self):
        self._count_all(("L1", self.past, 6))
        with self.assertRaisesRegex(UserError, "date is past: Carrots"):
            self._receive()
        self._receive(past=True)
        self.assertTrue(self._get_lots().off_past_accepted)
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.assertEqual(self.cycle.state, "distributed")

    def test_today_is_not_past(self):
        today = self._pickings()._off_today()
        self._count_all(("L1", today, 6))
        self._receive()
        self.assertEqual(self.receipt.state, "done")

    def test_what_goes_off_in_between_is_not_handed_over_unawares(self):
        self._count_all(("L1", self.soon, 6))
        self._receive()
        self.cycle.action_allocate()
        lot = self._get_lots()
        lot.expiration_date = fields.Datetime.now() - timedelta(days=1)
        with self.assertRaisesRegex(UserError, r"date of these is past: Carrots \(L1"):
            self.cycle.action_distribute()
        lot.off_past_accepted = True
        self.cycle.action_distribute()
        moves = self.cycle.picking_ids.move_ids
        self.assertEqual(set(moves.mapped("state")), {"done"})

    def test_a_lot_that_is_known_keeps_its_date(self):
        lot = self.env["stock.lot"].create(
            {
                "name": "L1",
                "product_id": self.product.id,
                "company_id": self.company_a.id,
                "expiration_date": self._pickings()._off_to_utc(self.soon),
            }
        )
        self._count_all(("L1", self.soon + timedelta(days=1), 6))
        with self.assertRaisesRegex(UserError, "lot L1 is known with the date"):
            self._receive()
        self._count_all(("L1", self.soon, 6))
        self._receive()
        self.assertEqual(self.receipt.move_line_ids.lot_id.filtered("name"), lot)

    def test_lots_of_other_operators_are_not_taken(self):
        theirs = self.env["stock.lot"].create(
            {
                "name": "L1",
                "product_id": self.product.id,
                "company_id": self.company_b.id,
                "expiration_date": fields.Datetime.now(),
            }
        )
        self._count_all(("L1", self.soon, 6))
        self._receive()
        ours = self._get_lots() - theirs
        self.assertEqual(ours.company_id, self.company_a)

    def test_lots_of_what_has_none_are_left_aside(self):
        self._count(self.leeks, *self._lots(("L9", self.soon, 4)))
        (row,) = self._line(self.leeks)["lines"]
        self.assertEqual((row["lot"], row["date"]), ("", ""))
