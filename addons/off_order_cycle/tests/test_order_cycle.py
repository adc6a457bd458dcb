from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestOrderCycle(CycleCommon):
    def test_r1_only_linked_producers_can_enter(self):
        stranger = self._create_producer("Stranger")
        cycle = self._create_cycle()
        with self.assertRaisesRegex(ValidationError, "may not order from Stranger"):
            self.env["off.exchange"].create(
                {
                    "cycle_id": cycle.id,
                    "direction": "incoming",
                    "producer_id": stranger.id,
                    "hub_id": self.hub_a.id,
                }
            )

    def test_r1_a_revoked_link_takes_the_producer_out_of_cycles_not_open_yet(self):
        other = self._create_producer("Other")
        link = self._create_link(other, self.hub_a)
        product = self._create_product("Eggs", off_producer_id=other.id)
        cycle = self._create_cycle()
        self.assertIn(product, cycle.outgoing_ids.offer_ids.product_id)
        link.action_revoke()
        cycle.action_open()
        self.assertNotIn(product, cycle.outgoing_ids.offer_ids.product_id)

    def test_r8_outgoing_offers_are_a_subset_of_incoming_ones(self):
        cycle = self._create_cycle()
        cycle.incoming_ids.offer_ids.filtered(
            lambda offer: offer.product_id == self.leeks
        ).unlink()
        self.assertEqual(cycle.outgoing_ids.offer_ids.product_id, self.product)

    def test_r8_an_ordered_product_cannot_leave_the_cycle(self):
        self._create_order({self.product: 1})
        with self.assertRaisesRegex(UserError, "Carrots"):
            self.cycle.incoming_ids.offer_ids.unlink()

    def test_r13_a_cycle_with_orders_cannot_be_deleted(self):
        self._create_order({self.product: 1})
        with self.assertRaisesRegex(UserError, "have orders"):
            self.cycle.unlink()

    def test_a_pickup_of_an_open_sale_begins_after_its_closing(self):
        early = self.cycle.date_close - timedelta(hours=1)
        slot = self.exchange.slot_ids
        for moment in (early, fields.Datetime.now() - timedelta(days=1)):
            with self.assertRaisesRegex(ValidationError, "would not be ordered yet"):
                slot.date_start = moment
            with self.assertRaisesRegex(ValidationError, "would not be ordered yet"):
                slot.copy({"exchange_id": self.exchange.id, "date_start": moment})
        slot.date_start = self.cycle.date_close
        draft = self._create_cycle()
        draft.slot_ids.date_start = draft.date_close - timedelta(hours=1)
        with self.assertRaisesRegex(ValidationError, "would not be ordered yet"):
            draft.action_open()

    def test_r13_a_clone_has_offers_and_slots_but_no_orders(self):
        self._create_order({self.product: 1})
        clone = self.cycle.copy()
        self.assertEqual(clone.state, "draft")
        self.assertEqual(
            clone.outgoing_ids.offer_ids.product_id, self.exchange.offer_ids.product_id
        )
        self.assertEqual(clone.outgoing_ids.offer_ids.incoming_id.cycle_id, clone)
        self.assertGreater(clone.slot_ids.date_start, self.cycle.slot_ids.date_start)
        self.assertEqual(clone.date_open, self.cycle.date_close)
        self.assertFalse(clone.order_ids)

    def test_r14_closing_makes_one_purchase_order_per_producer_for_what_was_ordered(
        self,
    ):
        self._create_order({self.product: 4, self.leeks: 1})
        self._create_order({self.product: 2}, self.families[1])
        cart = self._create_order({self.product: 3}, self.families[2], confirm=False)
        self.cycle.action_close()
        purchase = self.cycle.purchase_ids
        self.assertEqual(purchase.partner_id, self.producer)
        self.assertEqual(purchase.state, "purchase")
        ordered = {line.product_id: line.product_qty for line in purchase.order_line}
        self.assertEqual(ordered, {self.product: 6, self.leeks: 1})
        self.assertEqual(
            {line.product_id: line.price_unit for line in purchase.order_line},
            {self.product: 2.5, self.leeks: 3.0},
        )
        self.assertEqual(cart.state, "cancel")

    def test_r14_closing_twice_orders_once(self):
        self._create_order({self.product: 4})
        self.cycle.action_close()
        purchase = self.cycle.purchase_ids
        self.cycle.action_close()
        self.assertEqual(self.cycle.purchase_ids, purchase)
        self.assertEqual(self.cycle.closing_number, 1)

    def test_r14_what_is_due_opens_and_closes_by_itself_once(self):
        late = self._create_cycle()
        late.date_open = fields.Datetime.now() - timedelta(days=1)
        with self.enter_registry_test_mode():
            self.env.ref(
                "off_order_cycle.ir_cron_open_and_close"
            ).method_direct_trigger()
        self.assertEqual(late.state, "open")
        self.cycle.write(
            {
                "date_open": fields.Datetime.now() - timedelta(days=3),
                "date_close": fields.Datetime.now() - timedelta(days=1),
            }
        )
        with self.enter_registry_test_mode():
            self.env.ref(
                "off_order_cycle.ir_cron_open_and_close"
            ).method_direct_trigger()
        self.assertEqual(self.cycle.state, "closed")
        self.assertEqual(self.cycle.closing_number, 1)

    def test_why_a_cycle_did_not_open_is_told_once(self):
        self.cycle.copy({"date_open": fields.Datetime.now() - timedelta(hours=1)})
        cycle = self.env["off.order.cycle"].search([("state", "=", "draft")])
        cycle.outgoing_ids.offer_ids.unlink()
        before = len(cycle.message_ids)
        for _time in range(3):
            with self.enter_registry_test_mode():
                self.env.ref(
                    "off_order_cycle.ir_cron_open_and_close"
                ).method_direct_trigger()
        self.assertEqual(len(cycle.message_ids) - before, 1)
        self.assertIn("could not be opened", cycle.failure)

    def test_who_keeps_a_pickup_point_opens_the_cycle(self):
        self._create_order({self.product: 1})
        keeper = self._create_user(
            "keeper", self.company_a, groups="off_hub_network.group_hub_manager"
        )
        cycle = self.cycle.with_user(keeper)
        self.env.invalidate_all()
        self.assertEqual((cycle.order_count, cycle.amount_total), (1, 2.5))
        self.assertTrue(cycle.web_read({"order_count": {}, "invoice_count": {}}))

    def test_supplier_prices_of_a_cycle_are_not_written_on_shared_products(self):
        self._create_order({self.product: 4})
        self.cycle.action_close()
        self.assertFalse(self.product.seller_ids)

    def test_an_empty_cycle_is_not_opened(self):
        cycle = self.env["off.order.cycle"].create(
            {
                "name": "Empty",
                "coordinator_id": self.hub_a.id,
                "date_open": fields.Datetime.now(),
                "date_close": fields.Datetime.now() + timedelta(days=1),
            }
        )
        with self.assertRaisesRegex(UserError, "offers nothing yet"):
            cycle.action_open()

    def test_steps_out_of_order_say_what_is_missing(self):
        with self.assertRaisesRegex(UserError, "needs it to be “Closed”"):
            self.cycle.action_allocate()
        self._create_order({self.product: 1})
        self.cycle.action_close()
        with self.assertRaisesRegex(UserError, "not done"):
            self.cycle.action_allocate()

    def test_another_operator_sees_nothing_of_the_cycle(self):
        self._create_order({self.product: 1})
        self.cycle.action_close()
        for record in (
            self.cycle,
            self.exchange,
            self.exchange.offer_ids[0],
            self.exchange.slot_ids,
            self.point,
            self.cycle.order_ids,
            self.cycle.purchase_ids,
            self.cycle.picking_ids,
        ):
            foreign = record.with_user(self.coordinator_b).with_context(
                allowed_company_ids=self.company_b.ids
            )
            self.assertFalse(foreign.search([("id", "in", record.ids)]), record._name)
            with self.assertRaises(AccessError, msg=record._name):
                foreign.read(["display_name"])

    def test_a_plain_user_cannot_plan(self):
        user = self._create_user(
            "user_a", self.company_a, groups="off_hub_network.group_user"
        )
        with self.assertRaises(AccessError):
            self.cycle.with_user(user).name = "Mine"
