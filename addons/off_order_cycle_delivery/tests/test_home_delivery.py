import re

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HomeCommon


@tagged("post_install", "-at_install")
class TestHomeDelivery(HomeCommon):
    # -- the price ---------------------------------------------------------------------
    def test_an_order_brought_home_bears_the_delivery_once(self):
        order = self._order_home({self.leeks: 2})
        line = self._get_delivery(order)
        self.assertEqual((order.state, len(line)), ("sale", 1))
        self.assertEqual((line.price_total, order.amount_total), (5.0, 11.0))
        self.assertEqual(order.carrier_id, self.carrier)
        self.assertEqual(self.home.reserved_qty, 1)

    def test_who_collects_bears_none(self):
        order = self._order_home({self.leeks: 2}, slot=self.collected)
        self.assertFalse(self._get_delivery(order) or order.carrier_id)
        self.assertEqual(order.amount_total, 6.0)

    def test_it_is_free_from_the_threshold_on_and_costs_again_below(self):
        order = self._order_home({self.leeks: 9})
        self.assertEqual(self._get_delivery(order).price_total, 5.0)
        goods = order.order_line.filtered("off_offer_id")
        order.write({"order_line": [Command.update(goods.id, {"product_uom_qty": 10})]})
        self.assertEqual(self._get_delivery(order).price_total, 0.0)
        self.assertEqual(order.amount_total, 30.0)
        goods.product_uom_qty = 4
        self.assertEqual(self._get_delivery(order).price_total, 5.0)
        self.assertEqual(order.amount_total, 17.0)
        self.assertEqual(len(self._get_delivery(order)), 1)

    def test_what_is_no_goods_makes_it_neither_free_nor_cost_again(self):
        """A gift is not what the threshold is about; nor is it undone by what pays."""
        service = self.env["product.product"].create(
            {"name": "Gift", "type": "service", "taxes_id": [Command.clear()]}
        )
        order = self._order_home({self.leeks: 9})

        def add(amount):
            vals = {"product_id": service.id, "price_unit": amount}
            order.write({"order_line": [Command.create(vals)]})

        add(10)
        self.assertEqual(self._get_delivery(order).price_total, 5.0)
        goods = order.order_line.filtered("off_offer_id")
        goods.product_uom_qty = 10
        add(-30)
        self.assertEqual(self._get_delivery(order).price_total, 0.0)

    def test_shipping_is_not_added_by_hand(self):
        order = self._order_home({self.leeks: 2})
        collected = self._order_home({self.leeks: 2}, slot=self.collected)
        other = self._create_carrier(price=9.0)
        for one, carrier in ((order, other), (collected, self.carrier)):
            with self.assertRaisesRegex(UserError, "follows from its pickup"):
                one.action_open_delivery_wizard()
            wizard = self.env["choose.delivery.carrier"].create(
                {"order_id": one.id, "carrier_id": carrier.id, "delivery_price": 9}
            )
            with self.assertRaisesRegex(UserError, "follows from its pickup"):
                wizard.button_confirm()
        self.env["choose.delivery.carrier"].create(
            {"order_id": order.id, "carrier_id": self.carrier.id, "delivery_price": 5}
        ).button_confirm()
        order.order_line.filtered("off_offer_id").product_uom_qty = 3
        self.assertEqual(len(self._get_delivery(order)), 1)
        self.assertEqual((order.amount_total, collected.amount_total), (14.0, 6.0))

    def test_other_orders_get_shipping_as_ever(self):
        order = self.env["sale.order"].create(
            {"partner_id": self.families[0].id, "company_id": self.company_a.id}
        )
        self.assertEqual(
            order.action_open_delivery_wizard()["res_model"], "choose.delivery.carrier"
        )
        order.set_delivery_line(self.carrier, 5.0)
        self.assertEqual(len(self._get_delivery(order)), 1)

    def test_no_button_adds_shipping_to_an_order_of_a_cycle(self):
        arch = self.env["sale.order"].get_view(view_type="form")["arch"]
        buttons = re.findall(r'<button[^>]*"action_open_delivery_wizard"[^>]*>', arch)
        self.assertTrue(buttons)
        for button in buttons:
            self.assertRegex(button, r'invisible="[^"]*off_exchange_id')

    def test_changing_to_a_pickup_and_back(self):
        order = self._order_home({self.leeks: 2})
        order.off_slot_id = self.collected
        self.assertFalse(self._get_delivery(order) or order.carrier_id)
        self.assertEqual((self.home.reserved_qty, self.collected.reserved_qty), (0, 1))
        order.off_slot_id = self.home
        self.assertEqual(order.amount_total, 11.0)
        self.assertEqual(len(self._get_delivery(order)), 1)

    def test_the_price_of_a_past_order_stays_when_the_method_changes(self):
        order = self._order_home({self.leeks: 2})
        self.carrier.product_id.list_price = 9.0
        self.assertEqual(self._get_delivery(order).price_total, 5.0)

    def test_a_capacity_holds_as_at_any_pickup(self):
        self.home.write({"on_demand": False, "declared_qty": 1})
        self._order_home({self.leeks: 1})
        with self.assertRaisesRegex(UserError, "this pickup is full"):
            self._order_home({self.leeks: 1}, self.families[0])

    def test_what_is_kept_aside_stays_when_the_delivery_is_priced(self):
        order = self._order_home({self.product: 2}, confirm=False)
        order._off_hold(15)
        order._remove_delivery_line()
        order.set_delivery_line(self.carrier, 5.0)
        self.assertTrue(order.off_held_until)
        self.assertEqual(len(self._get_delivery(order)), 1)

    # -- the address -------------------------------------------------------------------
    def test_an_address_that_is_not_served_is_refused(self):
        with self.assertRaisesRegex(UserError, "does not come to 75011 Paris"):
            self._order_home({self.leeks: 1}, self.families[1])
        self.assertFalse(self.home.reserved_qty)

    def test_an_address_that_is_not_known_is_asked_for(self):
        with self.assertRaisesRegex(UserError, "Complete the address of Family 2"):
            self._order_home({self.leeks: 1}, self.families[2])

    def test_a_validated_order_does_not_move_where_nobody_comes(self):
        order = self._order_home({self.leeks: 2})
        other = self.env["res.partner"].create(
            {
                "parent_id": self.families[0].id,
                "type": "delivery",
                "name": "Office",
                "street": "1 rue Haute",
                "zip": "75001",
                "city": "Paris",
                "country_id": self.company_a.country_id.id,
            }
        )
        with self.assertRaisesRegex(UserError, "does not come to 75001"):
            order.partner_shipping_id = other

    def test_a_price_by_rules_that_has_none_is_told(self):
        rules = self._create_carrier(delivery_type="base_on_rule")
        self.env["delivery.price.rule"].create(
            {
                "carrier_id": rules.id,
                "variable": "price",
                "operator": "<=",
                "max_value": 4,
                "list_base_price": 2,
            }
        )
        self.round.carrier_id = rules
        order = self._order_home({self.leeks: 1})
        self.assertEqual(self._get_delivery(order).price_total, 2.0)
        with self.assertRaisesRegex(UserError, "cannot bring this order home"):
            self._order_home({self.leeks: 5})

    def test_what_is_paid_is_not_refused_because_the_method_changed(self):
        order = self._order_home({self.leeks: 2}, confirm=False)
        order._off_hold(15)
        self.env["payment.transaction"].create(
            {
                "provider_id": self.env["payment.provider"]
                .create({"name": "Test", "company_id": self.company_a.id})
                .id,
                "payment_method_id": self.env["payment.method"].search([], limit=1).id,
                "reference": "paid",
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "sale_order_ids": [Command.set(order.ids)],
                "state": "done",
            }
        )
        self.carrier.zip_prefix_ids = False
        self.carrier.country_ids = self.env.ref("base.be")
        order.action_confirm()
        self.assertEqual((order.state, order.amount_total), ("sale", 11.0))

    # -- set-up ------------------------------------------------------------------------
    def test_a_round_is_made_by_a_method_of_the_operator_that_is_a_service(self):
        carrier_b = self._create_carrier(company_id=self.company_b.id)
        with self.assertRaisesRegex(ValidationError, "another operator"):
            self.round.carrier_id = carrier_b
        goods = self._create_carrier()
        goods.product_id.type = "consu"
        with self.assertRaisesRegex(ValidationError, "no service"):
            self.round.carrier_id = goods

    def test_a_copy_of_the_order_has_no_delivery(self):
        copy = self._order_home({self.leeks: 2}).copy()
        self.assertFalse(self._get_delivery(copy))

    # -- afterwards --------------------------------------------------------------------
    def _distribute(self, received=None):
        self.cycle.action_close()
        self._receive(received)
        self.cycle.action_allocate()
        self.cycle.action_distribute()

    def test_goods_leave_in_the_transfer_of_the_round(self):
        orders = self._order_home({self.product: 2}) | self._order_home(
            {self.product: 1}, slot=self.collected
        )
        self._distribute()
        transfers = self.cycle.picking_ids.filtered(
            lambda picking: picking.picking_type_code == "outgoing"
        )
        self.assertEqual(transfers.off_pickup_point_id, self.round | self.point)
        self.assertEqual(len(transfers), 2)
        self.assertEqual(transfers.mapped("state"), ["done", "done"])
        self.assertEqual(orders.mapped("delivery_status"), ["full", "full"])

    def test_the_invoice_has_the_delivery_once_with_its_tax(self):
        order = self._order_home({self.product: 2})
        self.assertEqual(order.invoice_status, "no")
        self._distribute()
        self.assertEqual(self._get_delivery(order).qty_delivered, 1)
        self.cycle.action_settle()
        invoice = order.invoice_ids
        line = invoice.invoice_line_ids.filtered(
            lambda one: one.product_id == self.carrier.product_id
        )
        self.assertEqual((len(line), line.price_total), (1, 5.0))
        # 5.00 with 15 % included: 4.35 and 0.65.
        self.assertAlmostEqual(line.price_subtotal, 4.35)
        self.assertEqual(invoice.amount_total, 10.0)
        self.assertEqual(order.invoice_status, "invoiced")

    def test_where_nothing_came_no_delivery_is_charged(self):
        order = self._order_home({self.product: 2})
        self._order_home({self.leeks: 1}, slot=self.collected)
        self._distribute({self.product: 0})
        self.assertEqual(self._get_delivery(order).qty_delivered, 0)
        self.cycle.action_settle()
        self.assertFalse(order.invoice_ids)
        self.assertEqual(order.invoice_status, "invoiced")
