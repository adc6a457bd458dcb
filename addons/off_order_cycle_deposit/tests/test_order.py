from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.off_order_cycle.models.off_exchange_orders import Wish

from .common import DepositCommon


@tagged("post_install", "-at_install")
class TestDepositOrders(DepositCommon):
    """Lines of deposits follow the goods that come in containers (rule 25)."""

    @classmethod
    def _create_cycle(cls):
        cls.bread = cls._create_product("Bread", price=4.0, on_demand=True)
        return super()._create_cycle()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_in(cls.bread, cls.jar)

    def test_goods_in_containers_bring_their_deposits(self):
        order = self._create_order({self.product: 3, self.leeks: 2}, confirm=False)
        self.assertEqual(
            self._get_deposits(order), {("Jar", 0.5): 3, ("Bottle", 0.2): 4}
        )
        deposits = order.order_line.filtered("off_is_deposit")
        self.assertFalse(deposits.tax_ids)
        self.assertFalse(deposits.off_offer_id)
        self.assertAlmostEqual(order.amount_total, 7.5 + 6 + 1.5 + 0.8)
        order.action_confirm()
        self.assertEqual(
            self._get_deposits(order), {("Jar", 0.5): 3, ("Bottle", 0.2): 4}
        )

    def test_a_cart_follows_what_is_chosen(self):
        order = self._create_order({self.product: 3, self.leeks: 2}, confirm=False)
        order.order_line.filtered(
            lambda line: line.product_id == self.product
        ).product_uom_qty = 1
        order.order_line.filtered(lambda line: line.product_id == self.leeks).unlink()
        self.assertEqual(self._get_deposits(order), {("Jar", 0.5): 1})
        self.jar.off_deposit = 0.6
        order.action_confirm()
        self.assertEqual(self._get_deposits(order), {("Jar", 0.6): 1})

    def test_a_validated_order_keeps_its_containers_and_their_deposit(self):
        order = self._create_order({self.product: 3})
        self.jar.off_deposit = 0.6
        self._put_in(self.product, self.bottle, 4)
        order.order_line.filtered("off_offer_id").product_uom_qty = 5
        self.assertEqual(self._get_deposits(order), {("Jar", 0.5): 5})
        self.assertEqual(
            self._get_deposits(self._create_order({self.product: 1})),
            {("Bottle", 0.2): 4},
        )

    def test_what_joins_a_validated_order_has_the_deposit_of_now(self):
        order = self._create_order({self.leeks: 1})
        self.bottle.off_deposit = 0.3
        offer = self.exchange.offer_ids.filtered(
            lambda one: one.product_id == self.leeks
        )
        order.write(
            {
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.leeks.id,
                            "off_offer_id": offer.id,
                            "product_uom_qty": 1,
                        },
                    )
                ]
            }
        )
        self.assertEqual(
            self._get_deposits(order), {("Bottle", 0.2): 2, ("Bottle", 0.3): 2}
        )

    def test_changing_an_order_changes_its_deposits(self):
        order = self._create_order({self.product: 3, self.leeks: 1})
        offers = {one.product_id: one for one in self.exchange.offer_ids}
        self.exchange._change_order(
            order, {offers[self.leeks]: 3}, order.off_slot_id, None
        )
        self.assertEqual(self._get_deposits(order), {("Bottle", 0.2): 6})
        self.assertNotIn("Jar", str(order.message_ids.mapped("body")))

    def test_deposits_are_in_no_fee_minimum_or_limit(self):
        fee = self.env["off.fee"].create(
            {
                "name": "Packing",
                "hub_id": self.hub_a.id,
                "calculator": "percent_of_total",
                "percent": 10,
            }
        )
        self.exchange.fee_ids = fee
        self.env["off.cycle.minimum"].create(
            {"exchange_id": self.exchange.id, "scope": "order", "least": 2.6}
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._create_order({self.product: 1})
        order = self._create_order({self.product: 2})
        self.assertEqual(order.off_fee_ids.amount_ordered, 0.5)
        self.assertEqual(order.amount_total, 5 + 0.5 + 1)

    def test_a_price_list_leaves_the_deposit_alone(self):
        order = self._create_order({self.product: 2}, confirm=False)
        order.pricelist_id = self.env["product.pricelist"].create(
            {
                "name": "Half",
                "company_id": self.company_a.id,
                "item_ids": [
                    (
                        0,
                        0,
                        {
                            "compute_price": "percentage",
                            "percent_price": 50,
                            "applied_on": "3_global",
                        },
                    )
                ],
            }
        )
        order._recompute_prices()
        self.assertEqual(self._get_deposits(order), {("Jar", 0.5): 2})
        self.assertFalse(any(order.order_line.mapped("discount")))

    def test_what_came_short_costs_no_deposit(self):
        orders = [
            self._create_order({self.product: 3}, self.families[0]),
            self._create_order({self.product: 1}, self.families[1]),
        ]
        self._hand_over({self.product: 3})
        delivered = [
            order.order_line.filtered("off_is_deposit").qty_delivered
            for order in orders
        ]
        self.assertEqual(delivered, [3, 0])
        self.cycle.action_settle()
        self.assertEqual(orders[0].invoice_ids.amount_total, 7.5 + 1.5)
        self.assertFalse(orders[1].invoice_ids)
        self.assertEqual([one.invoice_status for one in orders], ["invoiced"] * 2)

    def test_deposits_are_invoiced_as_a_debt_to_the_customer(self):
        order = self._create_order({self.product: 2, self.leeks: 1})
        self._hand_over()
        self.cycle.action_settle()
        lines = order.invoice_ids.invoice_line_ids.filtered(
            lambda line: line.account_id == self.account
        )
        self.assertEqual(sum(lines.mapped("price_total")), 1.4)
        self.assertFalse(lines.tax_ids)
        self.assertEqual(self.account.account_type, "liability_current")
        self.assertEqual(self._get_balance(self.families[0]), 1.4)

    def test_an_operator_may_put_taxes_on_deposits(self):
        tax = self.env["account.tax"].create(
            {
                "name": "Deposit tax",
                "amount": 25,
                "price_include_override": "tax_included",
                "company_id": self.company_a.id,
            }
        )
        self.company_a.off_deposit_tax_ids = tax
        order = self._create_order({self.product: 2})
        line = order.order_line.filtered("off_is_deposit")
        self.assertEqual((line.price_total, line.price_subtotal), (1.0, 0.8))

    def test_without_an_account_it_is_said_where_to_set_it(self):
        order = self._create_order({self.product: 1})
        self._hand_over()
        self.company_a.off_deposit_account_id = False
        with self.assertRaisesRegex(UserError, "Complete the set-up"):
            self.cycle.action_settle()
        self.assertFalse(order.invoice_ids)

    def test_an_order_that_is_opened_again_has_its_deposits_again(self):
        self.env["off.cycle.minimum"].create(
            {
                "exchange_id": self.exchange.id,
                "least": 100,
                "policy": "cancel",
            }
        )
        order = self._create_order({self.product: 2})
        self.cycle.action_close()
        self.assertEqual(order.state, "cancel")
        self.jar.off_deposit = 0.9
        self._reopen()
        self.assertEqual(order.state, "sale")
        self.assertEqual(self._get_deposits(order), {("Jar", 0.5): 2})
        self.exchange.minimum_ids.unlink()
        order.order_line.filtered("off_offer_id").product_uom_qty = 4
        self._hand_over()
        self.assertEqual(order.order_line.filtered("off_is_deposit").qty_delivered, 4)

    def _reopen(self):
        self.cycle._reopen_for_all(
            "Too few orders", fields.Datetime.now() + timedelta(days=1)
        )

    def test_a_cancelled_order_has_no_deposit_to_pay(self):
        order = self._create_order({self.product: 2})
        order._action_cancel()
        self._create_order({self.leeks: 1})
        self._hand_over()
        self.cycle.action_settle()
        self.assertFalse(order.invoice_ids)

    def test_a_grid_of_orders_places_and_changes_their_deposits(self):
        offers = {one.product_id: one for one in self.exchange.offer_ids}
        none, slot = self.env["sale.order"], self.exchange.slot_ids
        saved = self.exchange._save_wishes(
            [
                Wish(family, none, {offers[self.leeks]: number}, slot)
                for number, family in enumerate(self.families, start=1)
            ]
        )
        orders = [order for order, _text in saved]
        self.assertEqual(
            [list(self._get_deposits(order).values()) for order in orders],
            [[2], [4], [6]],
        )
        self.exchange._save_wishes(
            [
                Wish(orders[0].partner_id, orders[0], {offers[self.product]: 1}, slot),
                Wish(orders[1].partner_id, orders[1], {offers[self.leeks]: 1}, slot),
                Wish(orders[2].partner_id, orders[2], {}, slot),
            ]
        )
        self.assertEqual(self._get_deposits(orders[0]), {("Jar", 0.5): 1})
        self.assertEqual(self._get_deposits(orders[1]), {("Bottle", 0.2): 2})
        self.assertEqual(orders[2].state, "cancel")
        totals = self.exchange._quote({offers[self.leeks]: 2})
        self.assertEqual(totals["others"], [("Deposit: Bottle", 0.8)])
        self.assertEqual(totals["total"], 6.8)

    def test_queries_do_not_grow_with_the_orders(self):
        offers = {one.product_id: one for one in self.exchange.offer_ids}
        none, slot = self.env["sale.order"], self.exchange.slot_ids

        def count(number):
            """Of so many orders that change, each with bottles and a jar more."""
            families = self.env["res.partner"].create(
                [{"name": f"Household {n}"} for n in range(number)]
            )
            wanted = {offers[self.leeks]: 1}
            more = {offers[self.leeks]: 2, offers[self.bread]: 1}
            saved = self.exchange._save_wishes(
                [Wish(family, none, wanted, slot) for family in families]
            )
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            changed = self.exchange._save_wishes(
                [Wish(order.partner_id, order, more, slot) for order, _text in saved]
            )
            self.env.flush_all()
            self.assertFalse(any(text for _order, text in changed))
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(20), count(3) + 2)

    def test_a_container_is_a_service_and_comes_in_none(self):
        with self.assertRaisesRegex(ValidationError, "service"):
            self.product.off_deposit = 1
        with self.assertRaisesRegex(ValidationError, "comes in none"):
            self._put_in(self.jar, self.bottle)
            self._put_in(self.product, self.jar)

    def test_a_copy_of_an_order_brings_no_deposits_along(self):
        order = self._create_order({self.product: 2})
        self.assertFalse(order.copy().order_line.filtered("off_is_deposit"))
