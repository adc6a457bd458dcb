from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_standing import StandingCommon

# Fixed part of an opening with standing orders, and what each of them adds: Odoo looks
# for the number and the warehouse of each order that it creates.
PINNED = 190
PINNED_EACH = 3


@tagged("post_install", "-at_install")
class TestStandingPlace(StandingCommon):
    """When a cycle opens, standing orders become orders of it, each exactly once."""

    def test_an_opening_orders_what_is_wanted(self):
        self._open()
        delivery = self._get_delivery()
        sale = delivery.sale_order_id
        self.assertEqual((delivery.state, sale.state), ("placed", "sale"))
        self.assertEqual(self._get_quantities(sale), {self.product: 2, self.leeks: 1})
        self.assertEqual(sale.off_slot_id, self.next_cycle.slot_ids)
        self.assertEqual(sale.amount_untaxed, 2 * 2.5 + 3)
        self.assertEqual(self.product.off_availability_ids.reserved_qty, 2)

    def test_nothing_is_ordered_twice(self):
        self._open()
        self.next_cycle.action_open()
        self.next_cycle._place_standing_orders()
        self.assertEqual(len(self.next_cycle.order_ids), 1)

    def test_the_first_accepted_is_served_first_and_nothing_oversold(self):
        second = self._create_standing({self.product: 7}, self.families[1])
        third = self._create_standing(
            {self.product: 3, self.leeks: 2}, self.families[2]
        )
        self._open()
        self.assertEqual(self._get_delivery(second).state, "placed")
        delivery = self._get_delivery(third)
        self.assertEqual(delivery.state, "partial")
        self.assertEqual(
            self._get_quantities(delivery.sale_order_id),
            {self.product: 1, self.leeks: 2},
        )
        self.assertIn("3 asked, 1 left", delivery.explanation)
        self.assertEqual(self.product.off_availability_ids.reserved_qty, 10)

    def test_what_is_short_is_left_out_or_all_of_it(self):
        self.product.off_availability_ids.declared_qty = 3
        skip = self._create_standing(
            {self.product: 2, self.leeks: 2}, self.families[1], shortage="skip"
        )
        refuse = self._create_standing(
            {self.product: 2, self.leeks: 2}, self.families[2], shortage="refuse"
        )
        self._open()
        sale = self._get_delivery(skip).sale_order_id
        self.assertEqual(self._get_quantities(sale), {self.leeks: 2})
        delivery = self._get_delivery(refuse)
        self.assertEqual(delivery.state, "missing")
        self.assertFalse(delivery.sale_order_id)
        self.assertIn("Carrots: 2 asked, 1 left", delivery.explanation)

    def test_what_is_not_sold_this_time_is_told(self):
        self.next_cycle.outgoing_ids.offer_ids.filtered(
            lambda offer: offer.product_id == self.leeks
        ).unlink()
        self._open()
        delivery = self._get_delivery()
        self.assertEqual(delivery.state, "partial")
        self.assertEqual(delivery.explanation, "Leeks: not sold this time")

    def test_the_customer_is_told_in_its_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.families[0].lang = "fr_FR"
        self.leeks.with_context(lang="fr_FR").name = "Poireaux"
        self.next_cycle.outgoing_ids.offer_ids.filtered(
            lambda offer: offer.product_id == self.leeks
        ).unlink()
        self._open()
        delivery = self._get_delivery()
        self.assertIn("Poireaux", delivery.explanation)
        # Not while the sale opens.
        self.assertTrue(delivery.to_tell)
        delivery._tell_placed()
        delivery._tell_placed()
        mail = self.env["mail.mail"].search(
            [
                ("recipient_ids", "in", self.families[0].ids),
                ("model", "=", "off.standing.order.delivery"),
            ]
        )
        self.assertEqual(len(mail), 1)
        self.assertIn("Carrots", mail.body_html)
        self.assertIn("Poireaux", mail.body_html)
        self.assertEqual(mail.model, "off.standing.order.delivery")

    def test_one_that_fails_hinders_neither_the_others_nor_the_opening(self):
        second = self._create_standing({self.leeks: 1}, self.families[1])
        broken = self._create_standing({self.leeks: 5}, self.families[2])
        Order = self.env.registry["sale.order"]
        confirm = Order._action_confirm

        def fail(orders):
            if self.families[2] in orders.partner_id:
                raise ValueError("boom")
            return confirm(orders)

        logger = "odoo.addons.off_order_cycle.models.off_exchange_standing"
        with patch.object(Order, "_action_confirm", fail), self.assertLogs(logger):
            self._open()
        self.assertEqual(self.next_cycle.state, "open")
        self.assertEqual(self._get_delivery(second).state, "placed")
        self.assertEqual(self._get_delivery().state, "placed")
        delivery = self._get_delivery(broken)
        self.assertEqual(delivery.state, "refused")
        self.assertIn("fault", delivery.explanation)
        self.assertEqual(len(self.next_cycle.order_ids), 2)

    def test_a_limit_of_a_customer_and_a_minimum_hold(self):
        offers = self.next_cycle.outgoing_ids.offer_ids
        offers.filtered(lambda one: one.product_id == self.product).customer_limit = 1
        self._open()
        delivery = self._get_delivery()
        self.assertEqual(
            self._get_quantities(delivery.sale_order_id),
            {self.product: 1, self.leeks: 1},
        )
        self.assertIn("at most 1 for each customer", delivery.explanation)
        self.leeks.off_min_qty = 2
        cycle = self._create_cycle()
        self._open(cycle)
        delivery = self._get_delivery(cycle=cycle)
        self.assertEqual(delivery.state, "partial")
        self.assertEqual(
            self._get_quantities(delivery.sale_order_id), {self.product: 2}
        )
        self.assertEqual(delivery.explanation, "Leeks: 1 asked, at least 2")

    def _explain(self, **vals):
        """What a standing order of 5 carrots and 5 leeks is told."""
        order = self._create_standing(
            {self.product: 5, self.leeks: 5}, self.families[1], **vals
        )
        self.order.action_pause()
        self._open()
        delivery = self._get_delivery(order)
        return delivery, delivery.explanation

    def test_the_limit_of_the_offer_is_named(self):
        offers = self.next_cycle.outgoing_ids.offer_ids
        leeks = offers.filtered(lambda one: one.product_id == self.leeks)
        leeks.write({"on_demand": False, "declared_qty": 3, "customer_limit": 4})
        delivery, text = self._explain()
        self.assertIn("Leeks: 5 asked, 3 left of what Hub A sells of it", text)
        self.assertEqual(
            self._get_quantities(delivery.sale_order_id),
            {self.product: 5, self.leeks: 3},
        )

    def test_r12_the_producers_day_is_shared_and_named(self):
        self.env["off.producer.capacity"].create(
            {"producer_id": self.producer.id, "measure": "quantity", "per_day": 7}
        )
        delivery, text = self._explain()
        self.assertIn("Leeks: 5 asked, 2 left of what Grower can prepare for", text)
        self.assertNotIn("Carrots", text)
        self.assertEqual(
            self._get_quantities(delivery.sale_order_id),
            {self.product: 5, self.leeks: 2},
        )

    def test_r12_orders_of_a_producers_day_are_counted_once(self):
        self.env["off.producer.capacity"].create(
            {"producer_id": self.producer.id, "measure": "orders", "per_day": 1}
        )
        second = self._create_standing({self.leeks: 1}, self.families[1])
        self._open()
        self.assertEqual(self._get_delivery().state, "placed")
        delivery = self._get_delivery(second)
        self.assertEqual(delivery.state, "missing")
        self.assertIn("Grower can prepare", delivery.explanation)

    def test_what_the_customer_has_ordered_counts_for_its_limit(self):
        self.next_cycle.outgoing_ids.offer_ids.customer_limit = 3
        twin = self._create_standing({self.leeks: 2, self.product: 2})
        self._open()
        self.assertEqual(self._get_delivery().state, "placed")
        delivery = self._get_delivery(twin)
        self.assertEqual(
            self._get_quantities(delivery.sale_order_id),
            {self.leeks: 2, self.product: 1},
        )
        self.assertIn("at most 3 for each customer", delivery.explanation)

    def test_r2_who_may_not_order_here_is_told_so(self):
        self.hub_a.ordered_by = "members"
        self.env["off.hub.customer"].create(
            {
                "hub_id": self.hub_a.id,
                "partner_id": self.families[0].id,
                "state": "member",
            }
        )
        delivery, text = self._explain()
        self.assertEqual(delivery.state, "refused")
        self.assertIn("Only members of Hub A order there, and Family 1 is none", text)

    def test_r2_what_is_not_shown_to_a_customer_is_not_ordered_for_it(self):
        self.env["off.access.rule"].create(
            {
                "hub_id": self.hub_a.id,
                "effect": "hide",
                "subject": "offer",
                "product_ids": self.leeks.product_tmpl_id.ids,
            }
        )
        delivery, text = self._explain()
        self.assertEqual(text, "Leeks: not among what the hub sells to you")
        self.assertEqual(
            self._get_quantities(delivery.sale_order_id), {self.product: 5}
        )

    def test_why_there_is_no_pickup_is_told(self):
        elsewhere = self.env["off.pickup.point"].create(
            {"name": "Mill", "hub_id": self.hub_a.id}
        )
        delivery, text = self._explain(point_id=elsewhere.id)
        self.assertEqual(delivery.state, "refused")
        self.assertEqual(text, "Mill: no pickup there this time")
        self.env["off.access.rule"].create(
            {
                "hub_id": self.hub_a.id,
                "effect": "hide",
                "subject": "pickup",
                "point_ids": self.point.ids,
            }
        )
        self.order.action_resume()
        cycle = self._create_cycle()
        self._open(cycle)
        self.assertIn(
            "cannot collect there", self._get_delivery(cycle=cycle).explanation
        )

    def test_r19_what_is_accepted_on_top_is_ordered_too(self):
        self.order.line_ids[0].tolerance = 3
        self.env["off.standing.order"]._cron_plan()
        self._get_delivery()._set_quantities({self.product: 1, self.leeks: 1})
        self._open()
        lines = self._get_delivery().sale_order_id.order_line
        self.assertEqual(
            {line.product_id: line.off_tolerance for line in lines},
            {self.product: 3, self.leeks: 0},
        )

    def test_what_is_ordered_is_changed_in_the_order(self):
        self.env["off.standing.order"]._cron_plan()
        delivery = self._get_delivery()
        delivery.action_choose_quantities()
        self._open()
        manager = self._create_user(
            "manager_a", self.company_a, "off_hub_network.group_hub_manager"
        )
        mine = delivery.with_user(manager)
        line = mine.line_ids[0]
        for change in (
            lambda: mine._set_quantities({self.leeks: 4}),
            lambda: line.write({"quantity": 4}),
            lambda: line.write({"tolerance": 4}),
            lambda: mine.write({"line_ids": [Command.clear()]}),
            mine.action_reset_quantities,
            lambda: line.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "change the order itself"):
                change()
        self.assertEqual(delivery.line_ids.mapped("quantity"), [2, 1])

    def test_the_pickup_follows_the_point_and_its_places(self):
        slot = self.next_cycle.slot_ids
        slot.write({"on_demand": False, "declared_qty": 1})
        second = self._create_standing({self.leeks: 1}, self.families[1])
        self._open()
        self.assertEqual(self._get_delivery().state, "placed")
        delivery = self._get_delivery(second)
        self.assertEqual(delivery.state, "refused")
        self.assertIn("Town hall", delivery.explanation)

    def test_a_paused_one_orders_nothing(self):
        self.order.action_pause()
        self._open()
        self.assertEqual(self._get_delivery().state, "paused")
        self.assertFalse(self.next_cycle.order_ids)

    def test_a_proposed_one_orders_nothing_until_it_is_accepted(self):
        late = self._create_standing({self.leeks: 1}, self.families[1], activate=False)
        self._open()
        self.assertEqual(self._get_delivery(late).state, "planned")
        late.action_activate()
        late.with_user(self.coordinator_a).action_place()
        self.assertEqual(self._get_delivery(late).state, "placed")
        # The other open cycle too.
        self.assertEqual(self._get_delivery(late, self.cycle).state, "placed")
        with self.assertRaises(UserError):
            late.action_place()

    def test_other_quantities_hold_for_one_delivery(self):
        self.env["off.standing.order"]._cron_plan()
        self._get_delivery()._set_quantities({self.leeks: 4})
        self._open()
        sale = self._get_delivery().sale_order_id
        self.assertEqual(self._get_quantities(sale), {self.leeks: 4})

    def test_agreed_prices_are_ordered_to_the_cent(self):
        order = self._create_standing(
            {self.product: 3},
            self.families[1],
            activate=False,
            price_policy="fixed",
            date_end=self.next_cycle.date_close.date() + timedelta(days=30),
        )
        order.line_ids.price = 2.13
        order.action_activate()
        offers = self.next_cycle.outgoing_ids.offer_ids
        offers.price = 9
        self._open()
        line = self._get_delivery(order).sale_order_id.order_line
        self.assertEqual((line.price_unit, line.price_subtotal), (2.13, 6.39))
        # Others pay the price of the cycle.
        other = self._get_delivery().sale_order_id.order_line[0]
        self.assertEqual(other.price_unit, 9)
        with self.assertRaises(UserError):
            order.line_ids.price = 2.0

    def test_a_joker_after_the_order_cancels_it(self):
        self._open()
        delivery = self._get_delivery()
        delivery.action_suspend()
        self.assertEqual(delivery.state, "joker")
        self.assertEqual(delivery.sale_order_id.state, "cancel")
        self.assertEqual(self.product.off_availability_ids.reserved_qty, 0)

    def test_no_more_jokers_than_agreed(self):
        self.order.joker_count = 1
        self.env["off.standing.order"]._cron_plan()
        first, second = self.order.delivery_ids
        first.action_suspend()
        with self.assertRaises(UserError):
            second.action_suspend()
        second.standing_order_id.joker_unlimited = True
        second.action_suspend()
        self.assertEqual(second.state, "joker")

    def test_coordinators_open_for_customers_of_all_hubs(self):
        self.next_cycle.with_user(self.coordinator_a).action_open()
        self.assertEqual(self._get_delivery().state, "placed")

    def test_queries_of_an_opening_are_bounded(self):
        counts = {}
        for number in (5, 25):
            cycle = self._create_cycle()
            self.product.off_availability_ids.declared_qty = 1000
            families = self.env["res.partner"].create(
                [
                    {"name": f"Family {n}", "email": f"{n}@example.org"}
                    for n in range(number)
                ]
            )
            orders = self.env["off.standing.order"].create(
                [
                    {
                        "partner_id": family.id,
                        "hub_id": self.hub_a.id,
                        "point_id": self.point.id,
                        "line_ids": [
                            Command.create({"product_id": product.id})
                            for product in (self.product, self.leeks)
                        ],
                    }
                    for family in families
                ]
            )
            orders.action_activate()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cycle.action_open()
            self.env.flush_all()
            counts[number] = self.env.cr.sql_log_count - before
            self.assertEqual(len(cycle.order_ids), number + 1)
            orders.action_end()
        each = (counts[25] - counts[5]) / 20
        self.assertLessEqual(each, PINNED_EACH, counts)
        self.assertLessEqual(counts[5] - 5 * each, PINNED, counts)
