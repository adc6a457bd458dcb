from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import CycleCommon

REASON = "The site was down on the last evening"


@tagged("post_install", "-at_install")
class TestReopen(CycleCommon):
    """A cycle that was closed is opened again and closed again (rule 14)."""

    def _reopen(self, user=None, **vals):
        wizard = (
            self.env["off.cycle.reopening"]
            .with_user(user or self.env.user)
            .with_company(self.company_a)
            .create(
                {
                    "cycle_id": self.cycle.id,
                    "reason": REASON,
                    "date_close": fields.Datetime.now() + timedelta(days=1),
                    **vals,
                }
            )
        )
        wizard.action_reopen()

    def test_a_reason_of_blanks_is_none(self):
        self._create_order({self.product: 1})
        self.cycle.action_close()
        with self.assertRaisesRegex(UserError, "Say why"):
            self._reopen(reason="   ")
        self.assertEqual(self.cycle.state, "closed")

    def test_no_sale_closes_after_its_goods_are_collected(self):
        self._create_order({self.product: 1})
        slot = self.cycle.slot_ids
        too_late = slot.date_start + timedelta(minutes=1)
        for label, action in (
            ("while it is open", lambda: self.cycle.write({"date_close": too_late})),
            ("opened again", lambda: self._reopen(date_close=too_late)),
        ):
            with (
                self.subTest(label),
                self.assertRaisesRegex(UserError, "Town hall.* would not be ordered"),
                self.cr.savepoint(),
            ):
                if label == "opened again":
                    self.cycle.action_close()
                action()
        draft = self._create_cycle()
        draft.date_close = draft.slot_ids.date_start + timedelta(days=1)
        with self.assertRaisesRegex(UserError, "earlier closing date"):
            draft.action_open()
        draft.date_close = draft.slot_ids.date_start
        draft.action_open()

    def test_a_date_that_is_over_is_told_as_people_write_it(self):
        self._create_order({self.product: 1})
        self.cycle.action_close()
        with self.assertRaisesRegex(UserError, "2 March 2020 .*is over"):
            self._reopen(date_close=datetime(2020, 3, 2, 12))

    def _get_ordered(self):
        return {
            line.product_id: line.product_qty
            for line in self.cycle.purchase_ids.order_line
            if line.product_qty
        }

    def _get_expected(self):
        """What the receipts that are not cancelled wait for."""
        moves = self.cycle.picking_ids.move_ids.filtered(
            lambda move: move.state not in ("cancel", "done")
        )
        totals = {}
        for move in moves:
            totals[move.product_id] = (
                totals.get(move.product_id, 0.0) + move.product_uom_qty
            )
        return {product: total for product, total in totals.items() if total}

    def _get_notes(self, record):
        return " ".join(record.message_ids.mapped("body"))

    def test_r14_closing_again_amends_the_same_purchase_orders(self):
        order = self._create_order({self.product: 2, self.leeks: 5})
        self.cycle.action_close()
        purchase = self.cycle.purchase_ids
        self._reopen()
        self.assertEqual((self.cycle.state, self.cycle.reopen_reason), ("open", REASON))
        self.assertFalse(order.locked)
        carrots, leeks = order.order_line
        carrots.product_uom_qty = 3
        leeks.product_uom_qty = 1
        self.cycle.action_close()
        self.assertEqual(self.cycle.purchase_ids, purchase)
        self.assertEqual(self.cycle.closing_number, 2)
        wanted = {self.product: 3.0, self.leeks: 1.0}
        self.assertEqual(self._get_ordered(), wanted)
        self.assertEqual(self._get_expected(), wanted)
        self.assertIn("Leeks: 5 → 1", self._get_notes(purchase))
        self.assertTrue(order.locked)
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.assertEqual(order.order_line.mapped("qty_delivered"), [3.0, 1.0])

    def test_r14_closing_again_without_a_change_says_nothing(self):
        self._create_order({self.product: 2})
        self.cycle.action_close()
        notes = len(self.cycle.purchase_ids.message_ids)
        self._reopen()
        self.cycle.action_close()
        self.assertEqual(len(self.cycle.purchase_ids.message_ids), notes)
        self.assertEqual(self._get_expected(), {self.product: 2.0})

    def test_a_new_product_joins_and_another_leaves(self):
        order = self._create_order({self.product: 2})
        self.cycle.action_close()
        self._reopen()
        order.action_cancel()
        self._create_order({self.leeks: 4}, self.families[1])
        self.cycle.action_close()
        self.assertEqual(self._get_ordered(), {self.leeks: 4.0})
        self.assertEqual(self._get_expected(), {self.leeks: 4.0})

    def test_an_order_of_nothing_is_cancelled_and_a_later_one_is_new(self):
        order = self._create_order({self.product: 2})
        self.cycle.action_close()
        first = self.cycle.purchase_ids
        self._reopen()
        order.action_cancel()
        self.cycle.action_close()
        self.assertEqual(first.state, "cancel")
        self.assertFalse(self._get_expected())
        self._reopen()
        self._create_order({self.leeks: 1})
        self.cycle.action_close()
        self.assertEqual(len(self.cycle.purchase_ids - first), 1)
        self.assertEqual(self._get_ordered()[self.leeks], 1.0)

    def test_a_price_that_changed_is_a_line_of_its_own(self):
        self._create_order({self.leeks: 2})
        self.cycle.action_close()
        self._reopen()
        self.cycle.incoming_ids.offer_ids.filtered(
            lambda offer: offer.product_id == self.leeks
        ).price = 2.0
        self._create_order({self.leeks: 3}, self.families[1])
        self.cycle.action_close()
        lines = self.cycle.purchase_ids.order_line
        self.assertEqual(
            sorted((line.price_unit, line.product_qty) for line in lines),
            [(2.0, 3.0), (3.0, 2.0)],
        )
        self.assertEqual(self._get_expected(), {self.leeks: 5.0})

    # -- orders are again what was asked ---------------------------------------------
    def test_what_closing_made_of_an_order_is_undone(self):
        self.cycle.incoming_ids.offer_ids.filtered(
            lambda offer: offer.product_id == self.leeks
        ).pack_size = 4
        first = self._create_order({self.leeks: 3})
        second = self._create_order({self.leeks: 2}, self.families[1], confirm=False)
        second.order_line.off_tolerance = 3
        second.action_confirm()
        alone = self._create_order({self.product: 1}, self.families[2])
        self.cycle.action_close()
        self.assertEqual(second.order_line.product_uom_qty, 5)
        self._reopen()
        self.assertEqual(second.order_line.product_uom_qty, 2)
        offer = second.order_line.off_offer_id
        self.assertEqual(offer.reserved_qty, 5)
        self.assertAlmostEqual(second.amount_total, 6.0)
        self.assertIn(REASON, self._get_notes(second))
        self.assertNotIn(REASON, self._get_notes(alone))
        first.order_line.product_uom_qty = 6
        self.cycle.action_close()
        self.assertEqual(
            (first | second).order_line.mapped("product_uom_qty"), [6.0, 2.0]
        )
        self.assertEqual(self._get_ordered(), {self.leeks: 8.0, self.product: 1.0})

    def test_an_order_that_closing_cancelled_stands_again(self):
        self.cycle.incoming_ids.offer_ids.filtered(
            lambda offer: offer.product_id == self.leeks
        ).pack_size = 4
        order = self._create_order({self.leeks: 3})
        placed = order.date_order
        self.cycle.action_close()
        self.assertEqual(order.state, "cancel")
        self._reopen()
        self.assertEqual((order.state, order.date_order), ("sale", placed))
        self.assertEqual(order.order_line.off_offer_id.reserved_qty, 3)
        self.assertEqual(self.exchange.slot_ids.reserved_qty, 1)
        self._create_order({self.leeks: 1}, self.families[1])
        self.cycle.action_close()
        self.assertEqual(self._get_ordered(), {self.leeks: 4.0})

    def test_what_is_no_longer_there_stays_as_closing_left_it(self):
        incoming = self.cycle.incoming_ids.offer_ids.filtered(
            lambda offer: offer.product_id == self.product
        )
        incoming.pack_size = 4
        order = self._create_order({self.product: 6})
        self.cycle.action_close()
        self.assertEqual(order.order_line.product_uom_qty, 4)
        self.product.off_availability_ids.declared_qty = 5
        self._reopen()
        self.assertEqual(order.order_line.product_uom_qty, 4)
        self.assertIn(order.name, self._get_notes(self.cycle))
        # Who cancels it meanwhile does not find it again.
        order.action_cancel()
        self._create_order({self.leeks: 1}, self.families[1])
        self.cycle.action_close()
        self._reopen()
        self.assertEqual(order.state, "cancel")

    def test_what_is_received_is_one_note_on_its_order(self):
        self._create_order({self.product: 2, self.leeks: 5})
        self.cycle.action_close()
        purchase = self.cycle.purchase_ids
        before = purchase.message_ids
        self._receive({self.leeks: 4})
        (note,) = purchase.message_ids - before
        self.assertIn("received 0 → 4", note.body)
        self.assertIn("received 0 → 2", note.body)

    def test_a_transfer_that_is_not_done_stops_handing_over(self):
        self._create_order({self.product: 2})
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        asking = {"type": "ir.actions.act_window"}
        with (
            patch.object(
                self.registry["stock.picking"],
                "_pre_action_done_hook",
                lambda _picking: asking,
            ),
            self.assertRaisesRegex(UserError, "in one step"),
        ):
            self.cycle.action_distribute()

    # -- refused ----------------------------------------------------------------------
    def test_not_once_goods_have_arrived(self):
        self._create_order({self.product: 2})
        self.cycle.action_close()
        self._receive()
        with self.assertRaisesRegex(UserError, "have arrived"):
            self.cycle.action_reopen()
        with self.assertRaisesRegex(UserError, "have arrived"):
            self._reopen()

    def test_nothing_is_received_while_it_is_open(self):
        self._create_order({self.product: 2})
        self.cycle.action_close()
        self._reopen()
        with self.assertRaisesRegex(UserError, "is open again"):
            self._receive()

    def test_only_what_is_closed_and_until_a_date_to_come(self):
        with self.assertRaises(UserError):
            self.cycle.action_reopen()
        self._create_order({self.product: 2})
        self.cycle.action_close()
        with self.assertRaisesRegex(UserError, "date to come"):
            self._reopen(date_close=fields.Datetime.now() - timedelta(hours=1))
        self.assertEqual(self.cycle.state, "closed")

    def test_only_who_coordinates(self):
        self._create_order({self.product: 2})
        self.cycle.action_close()
        stranger = new_test_user(
            self.env,
            "reopening_b",
            groups="off_hub_network.group_coordinator",
            company_id=self.company_b.id,
            company_ids=[(6, 0, self.company_b.ids)],
        )
        with self.assertRaises(AccessError):
            self.cycle.with_user(stranger).action_reopen()
        with self.assertRaises(AccessError):
            self._reopen(stranger)
        clerk = new_test_user(
            self.env,
            "reopening_clerk",
            groups="off_hub_network.group_user",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        with self.assertRaises(AccessError):
            self._reopen(clerk)
        with self.assertRaises(AccessError):
            self.cycle.with_user(clerk).action_reopen()
        self.assertEqual(self.cycle.state, "closed")
