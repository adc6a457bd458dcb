from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestOrder(CycleCommon):
    def _available(self):
        return self.product.off_availability_ids.available_qty

    def test_cycle_and_hub_follow_from_who_sells(self):
        order = self._create_order({self.product: 1}).with_user(self.coordinator_a)
        other = self._create_cycle()
        for values in ({"off_cycle_id": other.id}, {"off_hub_id": self.hub_b.id}):
            with self.assertRaisesRegex(UserError, "Sold by"):
                order.write(values)
        self.assertEqual(order.off_cycle_id, self.cycle)

    def test_a_validated_order_reserves_and_moves_no_stock(self):
        order = self._create_order({self.product: 4})
        self.assertEqual(order.state, "sale")
        self.assertEqual(self._available(), 6)
        self.assertFalse(order.picking_ids)
        self.assertFalse(
            self.env["stock.move"].search([("product_id", "=", self.product.id)])
        )

    def test_the_price_is_that_of_the_offer(self):
        self.exchange.offer_ids.filtered(
            lambda offer: offer.product_id == self.product
        ).price = 2.8
        line = self._create_order({self.product: 1}, confirm=False).order_line
        self.assertEqual(line.price_unit, 2.8)

    def test_r10_prices_are_frozen_at_validation(self):
        order = self._create_order({self.product: 1})
        line = order.order_line
        line.off_offer_id.price = 9.0
        line.off_offer_id.incoming_id.price = 8.0
        line.product_uom_qty = 2
        self.env.flush_all()
        self.assertEqual(line.price_unit, 2.5)
        self.assertEqual(line.off_purchase_price, 2.5)

    def test_r12_what_is_short_is_said_before_anything_is_kept(self):
        self._create_order({self.product: 8})
        late = self._create_order({self.product: 3}, confirm=False)
        with self.assertRaisesRegex(UserError, "Carrots.*2 left"), self.cr.savepoint():
            late.action_confirm()
        self.assertEqual(self._available(), 2)

    def test_r11_changing_and_cancelling_follow_the_reservation(self):
        order = self._create_order({self.product: 4})
        order.order_line.product_uom_qty = 6
        self.assertEqual(self._available(), 4)
        order.order_line.product_uom_qty = 1
        self.assertEqual(self._available(), 9)
        order._action_cancel()
        self.assertEqual(self._available(), 10)

    def test_r9_a_cart_of_a_closed_cycle_cannot_be_validated(self):
        cart = self._create_order({self.product: 1}, confirm=False)
        self.cycle.date_close = fields.Datetime.now() - timedelta(minutes=1)
        self.cycle.date_open = self.cycle.date_close - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "not open for orders"):
            cart.action_confirm()

    def test_a_closed_order_is_neither_changed_nor_cancelled(self):
        order = self._create_order({self.product: 1})
        self.cycle.action_close()
        self.assertTrue(order.locked)
        with self.assertRaisesRegex(UserError, "closed"):
            order.order_line.product_uom_qty = 2
        with self.assertRaisesRegex(UserError, "closed"):
            order._action_cancel()

    def test_goods_from_elsewhere_cannot_slip_in(self):
        stray = self._create_product("Stray", price=1.0)
        order = self._create_order({self.product: 1}, confirm=False)
        order.order_line = [(0, 0, {"product_id": stray.id})]
        with self.assertRaisesRegex(UserError, "Stray"):
            order.action_confirm()
        validated = self._create_order({self.product: 1})
        with self.assertRaisesRegex(ValidationError, "Stray"), self.cr.savepoint():
            validated.order_line = [(0, 0, {"product_id": stray.id})]
        self.assertEqual(validated.order_line.product_id, self.product)

    def test_a_product_brings_its_offer_and_price(self):
        offer = self.exchange.offer_ids.filtered(lambda o: o.product_id == self.leeks)
        offer.price = 3.3
        order = self._create_order({self.product: 1}, confirm=False)
        order.order_line = [(0, 0, {"product_id": self.leeks.id})]
        line = order.order_line[1]
        self.assertEqual((line.off_offer_id, line.price_unit), (offer, 3.3))
        line.product_id = self.product
        self.assertEqual(line.off_offer_id.product_id, self.product)
        self.assertEqual(line.price_unit, 2.5)

    def test_what_joins_a_validated_order_is_sold_at_its_price_and_reserved(self):
        order = self._create_order({self.leeks: 1})
        order.order_line = [
            (0, 0, {"product_id": self.product.id, "product_uom_qty": 2})
        ]
        line = order.order_line[1]
        self.assertEqual((line.price_unit, line.off_purchase_price), (2.5, 2.5))
        self.assertEqual(self._available(), 8)
        self.assertFalse(line.move_ids)
        self.assertEqual(order.amount_untaxed, 8.0)

    def test_a_validated_line_keeps_its_product_and_its_cycle(self):
        order = self._create_order({self.product: 1})
        line = order.order_line
        leeks = self.exchange.offer_ids.filtered(lambda o: o.product_id == self.leeks)
        for vals in ({"product_id": self.leeks.id}, {"off_offer_id": leeks.id}):
            with self.assertRaisesRegex(UserError, "is validated"):
                line.write(vals)
        other = self._create_cycle().outgoing_ids
        with self.assertRaisesRegex(UserError, "stay in their cycle"):
            order.off_exchange_id = other

    def test_an_offer_is_that_of_its_product_and_no_quantity_is_negative(self):
        order = self._create_order({self.product: 1}, confirm=False)
        leeks = self.exchange.offer_ids.filtered(lambda o: o.product_id == self.leeks)
        with self.assertRaisesRegex(ValidationError, "Carrots"), self.cr.savepoint():
            order.order_line.off_offer_id = leeks
        with self.assertRaisesRegex(ValidationError, "negative"), self.cr.savepoint():
            order.order_line.product_uom_qty = -2

    def test_r10_producers_are_paid_what_was_frozen(self):
        self._create_order({self.product: 2})
        incoming = self.exchange.offer_ids.incoming_id.filtered(
            lambda offer: offer.product_id == self.product
        )
        incoming.price = 2.0
        self._create_order({self.product: 3}, self.families[1])
        self.cycle.action_close()
        lines = self.cycle.purchase_ids.order_line
        self.assertEqual(
            sorted((line.price_unit, line.product_qty) for line in lines),
            [(2.0, 3), (2.5, 2)],
        )
        with self.assertRaisesRegex(UserError, "is closed"):
            incoming.price = 0.5

    def test_customers_do_not_read_what_producers_get(self):
        portal = new_test_user(
            self.env,
            "portal_family",
            groups="base.group_portal",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        order = self._create_order({self.product: 1}, partner=portal.partner_id)
        line = order.order_line.with_user(portal)
        self.assertEqual(line.read(["price_unit"])[0]["price_unit"], 2.5)
        with self.assertRaises(AccessError):
            line.read(["off_purchase_price"])
        with self.assertRaises(AccessError):
            line.formatted_read_group([], ["off_purchase_price"])

    def test_an_order_belongs_to_the_operator_of_its_hub(self):
        with self.assertRaises(ValidationError):
            self.env["sale.order"].create(
                {
                    "partner_id": self.families[0].id,
                    "company_id": self.company_b.id,
                    "off_exchange_id": self.exchange.id,
                }
            )

    def test_ordering_lets_the_operator_see_its_customer(self):
        self.families[0].off_company_ids = self.company_b
        self._create_order({self.product: 1})
        self.assertEqual(
            self.families[0].off_company_ids, self.company_a | self.company_b
        )

    def test_a_portal_user_sees_its_orders_at_both_operators_and_no_other(self):
        portal = new_test_user(
            self.env,
            "portal_family",
            groups="base.group_portal",
            company_id=self.company_b.id,
            company_ids=[(6, 0, self.company_b.ids)],
        )
        elsewhere = self.env["sale.order"].create(
            {"partner_id": portal.partner_id.id, "company_id": self.company_b.id}
        )
        mine = self._create_order({self.product: 1}, partner=portal.partner_id)
        self._create_order({self.product: 1})
        self.env.flush_all()
        seen = self.env["sale.order"].with_user(portal).search([])
        self.assertEqual(seen, mine | elsewhere)

    def test_confirming_many_orders_costs_few_queries_each(self):
        self.product.off_availability_ids.declared_qty = 1000
        few = [self._create_order({self.product: 1}, confirm=False) for _ in range(2)]
        many = [self._create_order({self.product: 1}, confirm=False) for _ in range(12)]
        counts = []
        for orders in (few, many):
            batch = self.env["sale.order"].concat(*orders)
            self.env.flush_all()
            start = self.cr.sql_log_count
            batch.action_confirm()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - start)
        self.assertLess((counts[1] - counts[0]) / 10, 25)
