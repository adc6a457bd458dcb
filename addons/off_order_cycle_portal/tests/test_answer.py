from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PortalCommon

ALL = {"quantities": {}, "reasons": {}}


@tagged("post_install", "-at_install")
class TestAnswer(PortalCommon):
    """What a producer promises is what is bought, what the receipt expects, and what is
    shared out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.producer.write({"email": "grower@example.org", "lang": "en_US"})
        cls.product.seller_ids.unlink()
        cls.env["product.supplierinfo"].create(
            {
                "partner_id": cls.producer.id,
                "product_id": cls.product.id,
                "product_tmpl_id": cls.product.product_tmpl_id.id,
                "company_id": cls.company_a.id,
                "price": 99,
            }
        )
        cls.first = cls._create_order({cls.product: 2, cls.leeks: 1})
        cls.second = cls._create_order({cls.product: 3}, cls.families[1])
        cls.cycle.action_close()
        cls.purchase = cls.cycle.purchase_ids
        cls.carrots, cls.two_leeks = cls.purchase.order_line.sorted("product_id")

    def _say(self, carrots=None, leeks=None, reason="weather", **said):
        quantities = {self.carrots.id: carrots, self.two_leeks.id: leeks}
        quantities = {key: qty for key, qty in quantities.items() if qty is not None}
        return {
            "quantities": quantities,
            "reasons": dict.fromkeys(quantities, reason),
            **said,
        }

    def _answer(self, *args, **kwargs):
        said = self._say(*args, **kwargs)
        return self.purchase._off_answer(said, self.producer, "link")

    def _get_expected(self):
        moves = self.purchase.picking_ids.move_ids
        open_moves = moves.filtered(lambda move: move.state not in ("cancel", "done"))
        return {
            product: sum(group.mapped("product_uom_qty"))
            for product, group in open_moves.grouped("product_id").items()
        }

    def _get_bought(self):
        return {line.product_id: line.product_qty for line in self.purchase.order_line}

    def test_it_waits_for_an_answer(self):
        self.assertEqual(self.purchase.off_answer_state, "waiting")
        self.assertEqual(self.carrots.off_asked_qty, 5)
        self.assertEqual(self.cycle.answer_text, "0 of 1")
        self.assertEqual(self.cycle.waiting_text, "Grower")

    def test_everything_changes_no_quantity(self):
        answer = self._answer()
        self.assertEqual((answer.kind, answer.partner_id), ("all", self.producer))
        self.assertEqual(self.purchase.off_answer_state, "all")
        self.assertEqual(self._get_bought(), {self.product: 5, self.leeks: 1})
        self.assertEqual(self._get_expected(), {self.product: 5, self.leeks: 1})
        self.assertEqual(self.cycle.answer_text, "1 of 1")
        self.assertFalse(self.cycle.waiting_text)
        self.assertFalse(self.purchase.activity_ids)
        self.assertIn("brings all", self.cycle.message_ids[0].body)

    def test_a_part_is_what_is_bought_and_expected_at_the_frozen_price(self):
        answer = self._answer(carrots=3)
        self.assertEqual(answer.kind, "some")
        self.assertEqual(self._get_bought(), {self.product: 3, self.leeks: 1})
        self.assertEqual(self._get_expected(), {self.product: 3, self.leeks: 1})
        self.assertEqual(self.carrots.price_unit, 2.5)
        self.assertEqual(self.purchase.amount_untaxed, 3 * 2.5 + 3)
        self.assertEqual(self.carrots.off_asked_qty, 5)
        text = "Carrots: 3 of 5 Units (Frost, hail, drought)"
        self.assertEqual(self.purchase.off_short_text, text)
        self.assertEqual(self.cycle.answer_ids.short_text, text)
        message = self.cycle.message_ids[0]
        self.assertIn(text, message.body)
        self.assertEqual(message.author_id, self.producer)
        self.assertNotIn(self.producer, self.cycle.message_partner_ids)

    def test_what_was_promised_arrives_and_is_shared_out(self):
        self._answer(carrots=3)
        self._receive()
        self.assertEqual(self.purchase.receipt_status, "full")
        self.assertEqual(len(self.purchase.picking_ids), 1)
        self.cycle.action_allocate()
        shares = {
            (given.order_id, given.product_id): given.quantity
            for given in self.cycle.allocation_ids
        }
        self.assertEqual(
            shares,
            {
                (self.first, self.product): 2,
                (self.first, self.leeks): 1,
                (self.second, self.product): 1,
            },
        )
        self.cycle.action_distribute()
        self.assertEqual(self.carrots.qty_received, 3)
        self.assertEqual(self.carrots.qty_to_invoice, 3)

    def test_who_cannot_deliver_is_an_activity_and_nothing_is_expected(self):
        answer = self._answer(carrots=0, leeks=0)
        self.assertEqual(answer.kind, "none")
        self.assertEqual(self._get_bought(), {self.product: 0, self.leeks: 0})
        self.assertFalse(self._get_expected())
        self.assertEqual(self.purchase.amount_total, 0)
        activity = self.purchase.activity_ids
        self.assertIn("Carrots: 0 of 5", activity.note)
        self.assertIn(self.company_a, activity.user_id.company_ids)
        # Nothing is waited for: the cycle can be shared out.
        self.cycle.action_allocate()
        self.assertFalse(self.cycle.allocation_ids)

    def test_a_later_answer_takes_the_place_of_the_former(self):
        self._answer(carrots=0, leeks=0)
        self._answer(carrots=4)
        self.assertFalse(self.purchase.activity_ids)
        self.assertEqual(self._get_bought(), {self.product: 4, self.leeks: 1})
        self.assertEqual(self._get_expected(), {self.product: 4, self.leeks: 1})
        self._answer()
        self.assertEqual(self._get_expected(), {self.product: 5, self.leeks: 1})
        self.assertEqual(len(self.purchase.off_answer_ids), 3)
        self.assertEqual(len(self.cycle.answer_ids), 1)
        self.assertEqual(self.carrots.off_asked_qty, 5)
        self.assertEqual(self.carrots.price_unit, 2.5)
        self.assertIn("replaces", self.cycle.message_ids[0].body)

    def test_the_same_again_changes_nothing(self):
        first = self._answer(carrots=3)
        count = len(self.cycle.message_ids)
        self.assertEqual(self._answer(carrots=3), first)
        self.assertEqual(len(self.cycle.message_ids), count)

    def test_nobody_promises_more_than_was_asked(self):
        answer = self._answer(carrots=50, leeks=-1)
        promised = answer.line_ids.mapped("promised_qty")
        self.assertEqual(promised, [5, 0])

    def test_another_day_is_proposed_and_accepted(self):
        day = self.purchase.date_planned.date().replace(day=1)
        self._answer(date_proposed=day)
        self.assertIn("another day", self.purchase.activity_ids.note)
        hour = self.cycle._to_local(self.purchase.date_planned).time()
        self.purchase.action_off_accept_date()
        planned = self.cycle._to_local(self.purchase.order_line[0].date_planned)
        self.assertEqual((planned.date(), planned.time()), (day, hour))
        self.assertFalse(self.purchase.activity_ids)

    def test_received_goods_and_a_locked_order_take_no_answer(self):
        self.purchase.action_off_lock_answer()
        with self.assertRaisesRegex(UserError, "no more answers"):
            self._answer(carrots=1)
        self.purchase.action_off_unlock_answer()
        self._receive()
        with self.assertRaisesRegex(UserError, "were received"):
            self._answer(carrots=1)
        self.assertEqual(self.purchase.off_answer_state, "waiting")

    def test_a_cancelled_order_takes_no_answer(self):
        self.purchase.button_cancel()
        with self.assertRaises(UserError):
            self._answer()

    def test_who_is_asked_for_more_is_to_answer_again(self):
        self._answer(carrots=3)
        self.carrots.product_qty = 8
        self.assertEqual(self.purchase.off_answer_state, "waiting")
        self.assertEqual(self.carrots.off_asked_qty, 8)
        self.assertEqual(self.carrots.price_unit, 2.5)
        # Less is no question.
        self._answer(carrots=8)
        self.carrots.product_qty = 2
        self.assertEqual(self.purchase.off_answer_state, "all")
        self.assertEqual(self.carrots.off_asked_qty, 2)

    def test_two_prices_of_a_product_are_promised_apart(self):
        self.carrots.copy({"order_id": self.purchase.id, "product_qty": 2})
        cheap = self.purchase.order_line - self.carrots - self.two_leeks
        cheap.price_unit = 2
        said = {"quantities": {cheap.id: 1.0}, "reasons": {}}
        self.purchase._off_answer(said, self.producer, "link")
        moves = self.purchase.picking_ids.move_ids.filtered(
            lambda move: move.state != "cancel"
        )
        self.assertEqual(sum(moves.mapped("product_uom_qty")), 5 + 1 + 1)
        for move in moves:
            line = move.purchase_line_id
            self.assertEqual(move.product_uom_qty, line.product_qty)

    def test_answers_are_made_by_no_program(self):
        answer = self._answer(carrots=3)
        staff = self._create_user(
            "buyer",
            self.company_a,
            "off_hub_network.group_admin,purchase.group_purchase_manager",
        )
        own = answer.with_user(staff)
        self.assertEqual(own.kind, "some")
        with self.assertRaises(AccessError):
            own.write({"kind": "all"})
        with self.assertRaises(AccessError):
            own.line_ids.write({"promised_qty": 5})
        with self.assertRaises(AccessError):
            own.copy()
        with self.assertRaises(AccessError):
            own.unlink()
        other = self._create_user(
            "buyer_b", self.company_b, "purchase.group_purchase_manager"
        )
        with self.assertRaises(AccessError):
            answer.with_user(other).read(["kind"])
        with self.assertRaises(AccessError):
            self.purchase.with_user(other).action_off_lock_answer()
        for user in (self.grower, self.neighbour_user, self.family_user):
            with self.assertRaises(AccessError):
                answer.with_user(user).read(["kind"])
        with self.assertRaises(AccessError):
            self.purchase.with_user(self.grower).action_off_lock_answer()

    def test_r14_the_preview_of_a_reopened_sale_keeps_what_was_promised(self):
        self._answer(carrots=3)
        self.cycle._reopen(
            "The site was down", fields.Datetime.now() + timedelta(hours=9)
        )
        preview = self.cycle.with_user(self.coordinator_a)._preview_closing()
        (order,) = preview["producers"]
        told = {
            row["product"]: (row["quantity"], row["promised"])
            for row in order["products"]
        }
        self.assertEqual(
            told,
            {
                self.product.display_name: (3, "promised, of 5 asked"),
                self.leeks.display_name: (1, ""),
            },
        )
        self.cycle.action_close()
        self.assertEqual(self._get_bought(), {self.product: 3, self.leeks: 1})
        currency = self.purchase.currency_id
        self.assertEqual(
            preview["amount"], currency.format(self.purchase.amount_untaxed)
        )

    def test_r14_who_wants_more_than_was_asked_is_foretold_all_of_it(self):
        self._answer(carrots=3)
        self.cycle._reopen(
            "The site was down", fields.Datetime.now() + timedelta(hours=9)
        )
        self._create_order({self.product: 1})
        (order,) = self.cycle._preview_closing()["producers"]
        row = order["products"][0]
        self.assertEqual((row["quantity"], row["promised"]), (6, ""))
        self.cycle.action_close()
        self.assertEqual(self._get_bought()[self.product], 6)
