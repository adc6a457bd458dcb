from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestMinimums(CycleCommon):
    """Rule 22: carrots at 2.50 and leeks at 3.00 of one producer."""

    def _create_minimum(self, least, policy="cancel", edge=None, **vals):
        return self.env["off.cycle.minimum"].create(
            {
                "exchange_id": (edge or self.cycle.incoming_ids).id,
                "least": least,
                "policy": policy,
                **vals,
            }
        )

    def _get_told(self, order):
        message = order.message_ids.filtered(
            lambda one: one.partner_ids == order.partner_id
        )
        return message[:1].body or ""

    def test_r22_exactly_the_minimum_is_enough(self):
        minimum = self._create_minimum(11)
        order = self._create_order({self.product: 2, self.leeks: 2})
        self.assertEqual(minimum.reached, 11)
        self.cycle.action_close()
        self.assertEqual((minimum.outcome, minimum.final), ("reached", 11))
        self.assertEqual(order.state, "sale")
        self.assertTrue(self.cycle.purchase_ids)

    def test_r22_a_producer_that_is_not_reached_is_cancelled_and_told(self):
        minimum = self._create_minimum(150)
        order = self._create_order({self.leeks: 2})
        offer = order.order_line.off_offer_id
        self.cycle.action_close()
        self.assertEqual((minimum.outcome, minimum.final), ("cancelled", 6))
        self.assertEqual(order.state, "cancel")
        self.assertEqual(offer.reserved_qty, 0)
        self.assertFalse(self.cycle.purchase_ids)
        self.assertRegex(self._get_told(order), "Grower needs .*150.*6")

    def test_r22_only_the_lines_of_that_producer_go(self):
        other = self._create_producer("Baker")
        self._create_link(other, self.hub_a)
        bread = self._create_product("Bread", 4.0, on_demand=True)
        bread.product_tmpl_id.off_producer_id = other
        self.cycle = self._create_cycle()
        self.exchange = self.cycle.outgoing_ids
        self.cycle.action_open()
        here = patch.object(type(self), "exchange", self.exchange)
        here.start()
        self.addCleanup(here.stop)
        edge = self.cycle.incoming_ids.filtered(lambda one: one.producer_id == other)
        self._create_minimum(5, edge=edge, measure="quantity")
        order = self._create_order({self.leeks: 2, bread: 4})
        self.cycle.action_close()
        quantities = {
            line.product_id: line.product_uom_qty for line in order.order_line
        }
        self.assertEqual(quantities, {self.leeks: 2, bread: 0})
        self.assertEqual(self.cycle.purchase_ids.partner_id, self.producer)

    def test_r22_sent_anyway(self):
        minimum = self._create_minimum(150, "send")
        order = self._create_order({self.leeks: 2})
        self.cycle.action_close()
        self.assertEqual(minimum.outcome, "sent")
        self.assertEqual(order.order_line.product_uom_qty, 2)

    def test_r22_in_weight_and_quantity(self):
        self.leeks.weight = 0.5
        self.product.weight = 1
        weight = self._create_minimum(4, measure="weight")
        quantity = self._create_minimum(5, measure="quantity")
        self._create_order({self.product: 2, self.leeks: 4})
        self.assertEqual((weight.reached, quantity.reached), (4, 6))
        self.cycle.action_close()
        self.assertEqual((weight.outcome, quantity.outcome), ("reached", "reached"))

    def test_r22_of_a_hub_at_its_own_prices(self):
        offer = self.exchange.offer_ids.filtered(
            lambda one: one.product_id == self.leeks
        )
        offer.price = 5
        minimum = self._create_minimum(10, edge=self.exchange)
        self._create_order({self.leeks: 2})
        self.assertEqual(minimum.reached, 10)
        self.cycle.action_close()
        self.assertEqual(minimum.outcome, "reached")

    def test_r22_a_hub_that_is_not_reached_cancels_its_orders(self):
        self._create_minimum(100, edge=self.exchange)
        order = self._create_order({self.leeks: 2})
        self.cycle.action_close()
        self.assertEqual(order.state, "cancel")
        self.assertEqual(self.exchange.slot_ids.reserved_qty, 0)
        self.assertIn("Hub A needs", self._get_told(order))

    def test_r19_the_cases_decide_before_the_minimum_does(self):
        self.cycle.incoming_ids.offer_ids.filtered(
            lambda one: one.product_id == self.leeks
        ).pack_size = 4
        minimum = self._create_minimum(15)
        order = self._create_order({self.leeks: 5})
        self.cycle.action_close()
        self.assertEqual((minimum.outcome, minimum.final), ("cancelled", 12))
        self.assertEqual(order.state, "cancel")

    # -- each order ----------------------------------------------------------------
    def test_r22_an_order_below_the_minimum_of_the_hub_is_refused(self):
        self._create_minimum(9, edge=self.exchange, scope="order")
        cart = self._create_order({self.leeks: 2}, confirm=False)
        for attempt in (cart.action_confirm, lambda: cart._off_hold(15)):
            with self.assertRaisesRegex(UserError, "from .*9.* on.*6.*add .*3"):
                with self.cr.savepoint():
                    attempt()
        cart.order_line.product_uom_qty = 3
        cart.action_confirm()
        line = cart.order_line
        with self.assertRaisesRegex(UserError, "takes orders from"):
            with self.cr.savepoint():
                cart.write(
                    {"order_line": [(1, line.id, {"product_uom_qty": 2})]},
                )
        # By whatever way it is written.
        with self.assertRaisesRegex(UserError, "takes orders from"):
            with self.cr.savepoint():
                line.product_uom_qty = 2
        # What is exchanged is judged as a whole.
        cart.write(
            {
                "order_line": [
                    (1, line.id, {"product_uom_qty": 0}),
                    (0, 0, {"product_id": self.product.id, "product_uom_qty": 4}),
                ]
            }
        )
        self.assertEqual(cart.amount_total, 10)
        cart._action_cancel()

    # -- closing later -------------------------------------------------------------
    def _close_by_cron(self, when):
        with freeze_time(when):
            self.cycle.action_close()

    def test_r22_the_closing_is_moved_once_then_it_is_sent(self):
        minimum = self._create_minimum(150, "extend_send", extend_hours=12)
        order = self._create_order({self.leeks: 2})
        cart = self._create_order({self.leeks: 2}, confirm=False)
        closes = self.cycle.date_close
        self._close_by_cron(closes)
        self.assertEqual(self.cycle.state, "open")
        self.assertEqual(self.cycle.date_close, closes + timedelta(hours=12))
        self.assertEqual(cart.state, "draft")
        self.assertIn("stays open until", self._get_told(order))
        told = self.cycle.message_ids.filtered("partner_ids")
        self.assertIn(self.hub_a.partner_id, told.partner_ids)
        self._close_by_cron(self.cycle.date_close)
        self.assertEqual((self.cycle.state, minimum.outcome), ("closed", "sent"))

    def test_r22_the_closing_is_moved_once_then_it_is_cancelled(self):
        minimum = self._create_minimum(150, "extend_cancel")
        order = self._create_order({self.leeks: 2})
        self.exchange.slot_ids.write(
            {
                "date_start": self.cycle.date_close + timedelta(days=3),
                "date_end": self.cycle.date_close + timedelta(days=4),
            }
        )
        self._close_by_cron(self.cycle.date_close)
        self.assertEqual((self.cycle.state, order.state), ("open", "sale"))
        self._close_by_cron(self.cycle.date_close)
        self.assertEqual((minimum.outcome, order.state), ("cancelled", "cancel"))

    def test_closing_by_hand_before_the_date_is_not_moved(self):
        self._create_minimum(150, "extend_send")
        self._create_order({self.leeks: 2})
        self.cycle.action_close()
        self.assertEqual(self.cycle.state, "closed")

    def test_closing_is_not_moved_past_the_pickup(self):
        self._create_minimum(150, "extend_send", extend_hours=48)
        self._create_order({self.leeks: 2})
        self._close_by_cron(self.cycle.date_close)
        self.assertEqual(self.cycle.state, "closed")

    # -- the preview ---------------------------------------------------------------
    def test_the_preview_says_what_closing_does_and_does_nothing(self):
        self.cycle.incoming_ids.offer_ids.filtered(
            lambda one: one.product_id == self.leeks
        ).pack_size = 4
        self._create_minimum(1000, "send")
        first = self._create_order({self.leeks: 3, self.product: 1})
        last = self._create_order({self.leeks: 2}, self.families[1])
        preview = self.cycle.with_user(self.coordinator_a)._preview_closing()
        (pack,) = preview["packs"]
        self.assertEqual((pack["asked"], pack["packs"], pack["ordered"]), (5, 1, 4))
        self.assertEqual([row["state"] for row in preview["minimums"]], ["sent"])
        (change,) = preview["changes"]
        self.assertEqual(
            (change["order"], change["asked"], change["share"]), (last.name, 2, 1)
        )
        (order,) = preview["producers"]
        self.assertEqual(
            {row["product"]: row["quantity"] for row in order["products"]},
            {self.leeks.display_name: 4, self.product.display_name: 1},
        )
        self.assertEqual(self.cycle.state, "open")
        self.assertEqual(last.order_line.product_uom_qty, 2)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "off_order_cycle.report_closing", self.cycle.ids
        )
        self.assertIn(last.name, html.decode())
        self.cycle.action_close()
        self.assertEqual(last.order_line.product_uom_qty, 1)
        self.assertEqual(first.order_line.mapped("product_uom_qty"), [3, 1])
        # What was foretold is what is ordered, to the cent.
        purchase = self.cycle.purchase_ids
        currency = purchase.currency_id
        self.assertEqual(order["amount"], currency.format(purchase.amount_untaxed))
        self.assertEqual(
            sorted((row["quantity"], row["amount"]) for row in order["products"]),
            sorted(
                (line.product_qty, currency.format(line.price_subtotal))
                for line in purchase.order_line
            ),
        )

    def test_the_preview_tells_that_the_closing_would_be_moved(self):
        self._create_minimum(1000, "extend_send", extend_hours=6)
        self._create_order({self.leeks: 3})
        self.assertTrue(self.cycle._preview_closing()["extended"])

    def test_others_do_not_see_what_closing_would_do(self):
        with self.assertRaises(AccessError):
            self.cycle.with_user(self.coordinator_b)._preview_closing()

    # -- who may what --------------------------------------------------------------
    def test_a_minimum_stays_once_it_is_judged(self):
        minimum = self._create_minimum(1)
        self._create_order({self.leeks: 2})
        with self.assertRaisesRegex(UserError, "judged when"):
            minimum.outcome = "reached"
        self.cycle.action_close()
        for change in (
            lambda: minimum.write({"least": 2}),
            minimum.unlink,
            lambda: self._create_minimum(3, measure="weight"),
        ):
            with self.assertRaisesRegex(UserError, "stay as they were"):
                with self.cr.savepoint():
                    change()

    def test_other_operators_neither_see_nor_set_minimums(self):
        minimum = self._create_minimum(1)
        other = minimum.with_user(self.coordinator_b)
        with self.assertRaises(AccessError):
            other.read(["least"])
        with self.assertRaises(AccessError):
            other.least = 5
        with self.assertRaises(AccessError):
            other.create(
                {"exchange_id": self.exchange.id, "least": 5, "scope": "order"}
            )

    def test_a_clone_has_the_minimums_and_no_results(self):
        self._create_minimum(1, "extend_send", extend_hours=6)
        self._create_minimum(9, edge=self.exchange, scope="order")
        self._create_order({self.leeks: 3})
        self.cycle.action_close()
        clone = self.cycle.copy()
        self.assertEqual(
            [
                (one.scope, one.least, one.extend_hours, one.outcome)
                for one in clone.minimum_ids
            ],
            [("all", 1, 6, False), ("order", 9, 24, False)],
        )
        self.assertFalse(clone.date_extended)

    def test_what_is_ordered_is_read_in_one_query(self):
        minimums = self._create_minimum(1) | self._create_minimum(1, edge=self.exchange)
        self._create_order({self.leeks: 3})
        self.env.flush_all()
        minimums.invalidate_recordset()
        minimums.mapped("outcome")
        with self.assertQueryCount(1):
            minimums.mapped("reached")
