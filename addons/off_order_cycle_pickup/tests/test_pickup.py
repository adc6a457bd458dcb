import base64
import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.off_handover import PNG
from .common import PickupCommon

SIGNATURE = base64.b64encode(PNG + b"-").decode()


@tagged("post_install", "-at_install")
class TestPickup(PickupCommon):
    def test_who_comes_and_what_is_due(self):
        pickup = self._read()
        self.assertEqual(
            {one["name"]: round(one["due"], 2) for one in pickup["households"]},
            {"Durand": 10.0, "Family 1": 8.5, "Family 2": 12.0},
        )
        self.assertTrue(pickup["ready"])
        self.assertFalse(pickup["closed"] or pickup["staff"] or pickup["may_close"])

    def test_a_household_is_one_line_with_its_orders(self):
        household = self._household(self.durands)
        self.assertEqual(household["contacts"], ["Ann", "Bob"])
        self.assertEqual(
            [order["name"] for order in household["orders"]],
            (self.order_ann | self.order_bob).mapped("name"),
        )

    def test_the_number_of_a_crate_is_told(self):
        """By whichever add-on numbers crates: none has to."""
        if "off_crate" not in self.order_ann._fields:
            self.skipTest("crates are not numbered here")
        self.order_ann._off_set_crates({self.order_ann: 7})
        orders = self._household(self.durands)["orders"]
        self.assertEqual([one["crate"] for one in orders], ["7", ""])

    def test_phones_are_told_neither_prices_nor_addresses(self):
        self.ann.write({"email": "ann@example.org", "street": "1 Hidden street"})
        self.families[1].write({"phone": "+33600000000", "comment": "secret note"})
        told = json.dumps(self._read())
        for text in ("ann@", "Hidden", "+336", "secret", "price_", "total", "2.5,"):
            self.assertNotIn(text, told)

    def test_an_order_is_handed_over_once(self):
        self._do(
            "collect", order=self.order_1, name=" A  neighbour ", signature=SIGNATURE
        )
        handover = self._handover(self.order_1)
        self.assertEqual(handover.state, "collected")
        self.assertEqual(handover.user_id, self.lea)
        self.assertEqual(handover.collector, "A neighbour")
        self.assertEqual(handover.signature, SIGNATURE.encode())
        self.assertEqual(handover.ticked_line_ids, self.order_1.order_line)
        text = self._refuse("changed", "collect", self.ali, order=self.order_1)
        self.assertIn("Lea handed over", text)
        self.assertIn("A neighbour", text)
        self.assertEqual(handover.user_id, self.lea)

    def test_what_is_sent_twice_is_done_once(self):
        for _again in range(2):
            self._do("collect", key="the-same-key", order=self.order_1)
            self._do("uncollect", key="another-key", order=self.order_1)
        self.assertEqual(self._handover(self.order_1).state, "waiting")
        acts = self.env["off.pickup.act"].search([("slot_id", "=", self.slot.id)])
        self.assertEqual(acts.mapped("kind"), ["uncollect", "collect"])

    def test_what_was_done_offline_has_its_own_time(self):
        at = fields.Datetime.now().replace(microsecond=0) - timedelta(minutes=20)
        self._do("collect", order=self.order_1, at=at.isoformat() + "Z")
        self.assertEqual(self._handover(self.order_1).date_collected, at)
        for wrong in ("2200-01-01T00:00:00Z", "yesterday", 7, None):
            self._do("collect", order=self.order_2, at=wrong)
            self._do("uncollect", order=self.order_2)

    def test_one_undoes_one_s_own_the_hub_undoes_all(self):
        self._do("collect", order=self.order_1)
        text = self._refuse("changed", "uncollect", self.ali, order=self.order_1)
        self.assertIn("Lea did this", text)
        self._do("uncollect", order=self.order_1)
        self._do("collect", self.ali, order=self.order_1)
        self._do("uncollect", self.manager, order=self.order_1)
        self.assertEqual(self._handover(self.order_1).state, "waiting")

    def test_lines_are_ticked_one_by_one(self):
        line = self._line(self.order_1, self.leeks)
        self._do("tick", order=self.order_1, line=line, on=True)
        rows = self._household(self.families[1])["orders"][0]["lines"]
        self.assertEqual([one["ticked"] for one in rows], [False, True])
        self._do("tick", order=self.order_1, line=line, on=False)
        self.assertFalse(self._handover(self.order_1).ticked_line_ids)
        foreign = self._line(self.order_2)
        self._refuse("gone", "tick", order=self.order_1, line=foreign, on=True)

    def test_what_is_missing_lowers_what_is_given_and_due_at_once(self):
        line = self._line(self.order_1, self.leeks)
        self._do("short", order=self.order_1, line=line, quantity=1, reason="missing")
        self.assertEqual(line.qty_delivered, 1)
        self.assertEqual(self._due(self.families[1]), 5.5)
        self._do("short", order=self.order_1, line=line, quantity=2, reason="missing")
        self.assertEqual(self._due(self.families[1]), 2.5)
        text = self._refuse(
            "wrong",
            "short",
            order=self.order_1,
            line=line,
            quantity=1,
            reason="damaged",
        )
        self.assertIn("no more can be missing", text)
        self._do("short", order=self.order_1, line=line, quantity=0, reason="missing")
        self.assertEqual(line.qty_delivered, 2)
        self.assertEqual(self._due(self.families[1]), 8.5)
        self.assertFalse(self.slot._off_get_pending())

    def test_r24_what_is_weighed_on_site_is_paid_at_once(self):
        line = self._line(self.order_2)
        self._do("weigh", order=self.order_2, line=line, weight=1.75)
        self.assertEqual(self._due(self.families[2]), 14.0)
        text = self._refuse(
            "wrong", "weigh", order=self.order_2, line=line, weight=1750
        )
        self.assertIn("cannot be true", text)
        self._do("weigh", order=self.order_2, line=line, weight=0)
        self.assertEqual(self._due(self.families[2]), 12.0)
        line = self._line(self.order_1, self.leeks)
        self._refuse("wrong", "weigh", order=self.order_1, line=line, weight=1)

    def test_what_is_weighed_and_not_taken_costs_nothing(self):
        line = self._line(self.order_2)
        self._do("weigh", order=self.order_2, line=line, weight=1.75)
        self._do("short", order=self.order_2, line=line, quantity=1, reason="left")
        self.assertEqual(self._due(self.families[2]), 0)
        self.assertEqual(line._off_get_weight(), 0)
        self._do("short", order=self.order_2, line=line, quantity=0, reason="left")
        self.assertEqual(self._due(self.families[2]), 14.0)

    def test_what_cannot_be_read_is_refused_and_kept(self):
        line = self._line(self.order_1, self.leeks)
        for values in (
            {"quantity": -1, "reason": "missing"},
            {"quantity": "x", "reason": "missing"},
            {"quantity": 0.00001, "reason": "missing"},
            {"quantity": 1, "reason": "stolen"},
            {"quantity": None, "reason": "missing"},
        ):
            with self.subTest(**values):
                self._refuse("wrong", "short", order=self.order_1, line=line, **values)
        self._refuse("wrong", "collect", order=self.order_1, signature="no image")
        self._refuse("wrong", "fly", order=self.order_1)
        self._refuse("gone", "collect", order="1")
        self._refuse("gone", "collect", order=10**9)
        refused = self.env["off.pickup.act"].search([("refused", "!=", False)])
        self.assertGreaterEqual(len(refused), 6)
        self.assertTrue(all(refused.mapped("reason")))
        self.assertEqual(self._due(self.families[1]), 8.5)

    def test_one_act_that_is_refused_holds_nothing_up(self):
        slots = self._slots()
        answer = slots._off_act(
            [
                {"key": "first-one", "kind": "collect", "order": 10**9},
                {"key": "second-one", "kind": "collect", "order": self.order_1.id},
                "nonsense",
            ]
        )
        self.assertEqual(list(answer["refused"]), ["first-one"])
        self.assertEqual(self._handover(self.order_1).state, "collected")

    def test_an_order_that_was_cancelled_meanwhile_is_told(self):
        self.order_2.sudo().write({"state": "cancel"})
        text = self._refuse("gone", "collect", order=self.order_2)
        self.assertIn("was cancelled meanwhile", text)

    def test_what_is_not_taken_is_sold_to_somebody_who_is_there(self):
        self.hub_a.pickup_no_show = "cancel"
        self._do("give_up", order=self.order_2)
        self.assertEqual(self._handover(self.order_2).state, "cancelled")
        self.assertEqual(self._due(self.families[2]), 0)
        (row,) = self._read()["pool"]
        self.assertEqual((row["name"], row["quantity"]), ("Chicken", 1))
        self._refuse(
            "wrong", "sell", order=self.order_1, product=self.chicken, quantity=2
        )
        self._do("sell", order=self.order_1, product=self.chicken, quantity=1)
        self.assertEqual(self._due(self.families[1]), 20.5)
        self.assertFalse(self._read()["pool"])
        self._refuse(
            "gone", "sell", order=self.order_ann, product=self.chicken, quantity=1
        )
        text = self._refuse("changed", "take_back", order=self.order_2)
        self.assertIn("Chicken was sold", text)
        self._check_goods()

    def test_what_is_left_over_is_sold_to_who_has_no_order(self):
        self._do("give_up", self.manager, order=self.order_1)
        sold = {"walk_in": True, "product": self.leeks, "quantity": 2}
        self._refuse("wrong", "sell", **sold)
        walk_in = self.env["res.partner"].create({"name": "On site"})
        self.hub_a.pickup_walk_in_id = walk_in
        self._refuse("wrong", "sell", **(sold | {"quantity": 3}))
        self._do("sell", **sold)
        row = self._household(walk_in)
        self.assertEqual(round(row["due"], 2), 6)
        self.assertEqual(row["orders"][0]["state"], "collected")
        self._do("pay", household=walk_in, journal=self.cash, amount=6)
        self.assertEqual(self._due(walk_in), 0)
        self._refuse("gone", "sell", **sold)
        offer = self.exchange.offer_ids.filtered(
            lambda one: one.product_id == self.leeks
        )
        self.assertEqual(offer.reserved_qty, 2)
        self._close()
        self._check_goods()
        order = self.cycle.order_ids.filtered(lambda one: one.partner_id == walk_in)
        self.cycle.action_keep_estimates()
        self.cycle.action_settle()
        self.assertEqual(order.invoice_ids.amount_total, 6)
        self.assertEqual(order.invoice_ids.amount_residual, 0)

    def test_giving_up_is_undone(self):
        self.hub_a.pickup_no_show = "cancel"
        self._do("give_up", order=self.order_1)
        self._do("take_back", order=self.order_1)
        self.assertEqual(self._due(self.families[1]), 8.5)
        self.assertEqual(self._handover(self.order_1).state, "waiting")

    def test_the_hub_decides_who_may_give_up(self):
        self._refuse("closed", "give_up", order=self.order_1)
        self._do("give_up", self.manager, order=self.order_1)

    def test_nothing_is_handed_over_before_the_goods_have_left(self):
        self.cycle.sudo().state = "allocated"
        self.assertFalse(self._read()["ready"])
        text = self._refuse("early", "collect", order=self.order_1)
        self.assertIn("have not left the stock yet", text)

    def test_reading_takes_the_same_queries_for_many(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._slots()._off_read()
            return self.env.cr.sql_log_count - before

        count()
        few = self.orders - self.order_1 - self.order_2
        self.env.flush_all()
        all_of_them = count()
        (self.orders - few).sudo().write({"state": "cancel"})
        self.assertLessEqual(all_of_them - count(), 2)
