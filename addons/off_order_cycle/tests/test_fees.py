from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestFees(CycleCommon):
    @classmethod
    def _prepare_books(cls):
        """15 % on the product, 10 % on others of that category, included in prices."""
        cls.env["off.tax.category"].search([]).rate = 15
        cls.company_a.country_id = cls.env.ref("base.us")
        cls.company_a._off_setup_operator("generic_coa")
        cls.env["account.tax"].create(
            [
                {
                    "name": f"10 % {use}",
                    "amount": 10,
                    "type_tax_use": use,
                    "company_id": cls.company_a.id,
                }
                for use in ("sale", "purchase")
            ]
        )
        cls.high, cls.low = cls.env["off.tax.category"].create(
            [{"name": "High", "rate": 15}, {"name": "Low", "rate": 10}]
        )
        cls.env["off.tax.category"]._map_company(cls.company_a)
        cls.product.product_tmpl_id.off_tax_category_id = cls.high

    @classmethod
    def _create_fee(cls, name="Packing", **vals):
        return cls.env["off.fee"].create(
            {
                "name": name,
                "hub_id": cls.hub_a.id,
                "calculator": "flat_per_item",
                "amount": 1.0,
                **vals,
            }
        )

    def _get_amounts(self, order):
        return {row.name: row.amount_ordered for row in order.off_fee_ids}

    def test_r16_no_context_of_a_program_keeps_fees_from_following(self):
        self.exchange.fee_ids = self._create_fee("Packing", amount=1)
        order = self._create_order({self.product: 1})
        line = order.order_line.filtered("off_offer_id")
        line.with_context(off_fees=True, off_least=True).product_uom_qty = 3
        self.assertEqual(self._get_amounts(order), {"Packing": 3.0})

    def test_r16_an_order_bears_the_fees_of_all_levels(self):
        self.cycle.fee_ids = self._create_fee(
            "Administration", calculator="flat_per_order", tax_rule="none", amount=3
        )
        self.cycle.incoming_ids.fee_ids = self._create_fee("Transport", amount=2)
        self.exchange.fee_ids = self._create_fee("Packing", amount=1)
        order = self._create_order({self.product: 1, self.leeks: 2}, confirm=False)
        self.assertEqual(
            self._get_amounts(order),
            {"Administration": 3.0, "Transport": 6.0, "Packing": 3.0},
        )
        self.assertEqual(
            {row.name: row.level for row in order.off_fee_ids},
            {
                "Administration": "coordinator",
                "Transport": "incoming",
                "Packing": "outgoing",
            },
        )
        self.assertAlmostEqual(order.amount_total, 2.5 + 6.0 + 12.0)
        order.action_confirm()
        self.assertAlmostEqual(order.amount_total, 20.5)

    def test_r17_thirty_five_then_sixty_seven(self):
        (self.cycle.incoming_ids.offer_ids + self.exchange.offer_ids).price = 10
        self.exchange.fee_ids = (
            self._create_fee("One", amount=1)
            + self._create_fee("Two", amount=2)
            + self._create_fee("Shipping", amount=3)
            + self._create_fee(
                "Order", calculator="flat_per_order", tax_rule="none", amount=3
            )
        )
        order = self._create_order({self.product: 1, self.leeks: 1})
        self.assertAlmostEqual(order.amount_total, 35)
        order.order_line.filtered("off_offer_id")[0].product_uom_qty = 3
        self.assertAlmostEqual(order.amount_total, 67)

    def test_r17_a_fee_is_taxed_as_the_products_that_bear_it(self):
        self.leeks.product_tmpl_id.off_tax_category_id = self.low
        self.exchange.fee_ids = self._create_fee(
            calculator="percent_of_total", percent=10
        )
        order = self._create_order({self.product: 4, self.leeks: 2})
        fees = order.order_line.filtered("off_is_fee")
        goods = order.order_line - fees
        self.assertEqual(
            {line.tax_ids: line.price_total for line in fees},
            {
                goods[0].tax_ids: 1.0,
                goods[1].tax_ids: 0.6,
            },
        )
        self.assertEqual(len(order.off_fee_ids), 2)
        self.assertEqual(len(set(goods.mapped("tax_ids.id"))), 2)

    def test_r17_a_per_order_fee_cannot_be_taxed_as_products(self):
        with self.assertRaisesRegex(ValidationError, "once per order"):
            self._create_fee(calculator="flat_per_order", tax_rule="inherit")

    def test_r17_an_operator_without_vat_charges_none(self):
        self.exchange.fee_ids = self._create_fee(
            tax_rule="own", tax_category_id=self.low.id
        )
        order = self._create_order({self.product: 1})
        self.assertTrue(order.order_line.filtered("off_is_fee").tax_ids)
        self.company_a.off_vat_exempt = True
        other = self._create_order({self.product: 1}, partner=self.families[1])
        self.assertFalse(other.order_line.filtered("off_is_fee").tax_ids)

    def test_r18_a_validated_order_keeps_its_terms(self):
        fee = self._create_fee(amount=1)
        self.exchange.fee_ids = fee
        order = self._create_order({self.product: 2})
        cart = self._create_order(
            {self.product: 2}, partner=self.families[1], confirm=False
        )
        fee.amount = 5
        fee.name = "Dear packing"
        line = order.order_line.filtered("off_offer_id")
        line.product_uom_qty = 3
        self.assertEqual(self._get_amounts(order), {"Packing": 3.0})
        cart.action_confirm()
        self.assertEqual(self._get_amounts(cart), {"Dear packing": 10.0})
        self.exchange.fee_ids = False
        line.product_uom_qty = 4
        self.assertEqual(self._get_amounts(order), {"Packing": 4.0})

    def test_r18_fees_that_come_later_are_for_later_orders(self):
        sack = self._create_fee(
            "Delivery",
            calculator="price_sack",
            minimum=6,
            normal=4,
            discounted=0,
            tax_rule="none",
        )
        self.exchange.fee_ids = sack
        order = self._create_order({self.product: 4})
        self.assertFalse(order.off_fee_ids, "free from 6.00 on")
        sack.normal = 9
        self.cycle.fee_ids = self._create_fee("New", amount=7)
        self.exchange.fee_ids += self._create_fee("Newer", amount=7)
        line = order.order_line.filtered("off_offer_id")
        line.product_uom_qty = 1
        self.assertEqual(self._get_amounts(order), {"Delivery": 4.0})
        later = self._create_order({self.product: 1}, partner=self.families[1])
        self.assertEqual(
            self._get_amounts(later), {"Delivery": 9.0, "New": 7.0, "Newer": 7.0}
        )

    def test_r18_a_validated_order_takes_the_fees_of_a_producer_that_joins_it(self):
        order = self._create_order({self.product: 1})
        mill = self._create_producer("Mill")
        self._create_link(mill, self.hub_a)
        flour = self._create_product("Flour", price=2.0, off_producer_id=mill.id)
        edge = self.env["off.exchange"].create(
            {
                "cycle_id": self.cycle.id,
                "direction": "incoming",
                "producer_id": mill.id,
                "hub_id": self.hub_a.id,
                "fee_ids": self._create_fee("Sacks", amount=1).ids,
            }
        )
        supplied = self.env["off.offer"].create(
            {"exchange_id": edge.id, "product_id": flour.id, "price": 2}
        )
        self.env["off.offer"].create(
            {
                "exchange_id": self.exchange.id,
                "product_id": flour.id,
                "incoming_id": supplied.id,
                "price": 2,
            }
        )
        order.order_line = [
            Command.create({"product_id": flour.id, "product_uom_qty": 2})
        ]
        self.assertEqual(self._get_amounts(order), {"Sacks": 2.0})
        edge.fee_ids.amount = 5
        order.order_line.filtered(
            lambda line: line.product_id == flour
        ).product_uom_qty = 3
        self.assertEqual(self._get_amounts(order), {"Sacks": 3.0})

    def test_r18_fees_of_one_kind_share_a_line_that_names_them(self):
        carrier = self.env["res.partner"].create({"name": "North Carriers"})
        self.exchange.fee_ids = (
            self._create_fee("Boxes", amount=1)
            + self._create_fee("Bags", amount=0.1)
            + self._create_fee("Van", amount=2, beneficiary_id=carrier.id)
        )
        order = self._create_order({self.product: 2})
        self.assertEqual(
            {
                line.name: line.price_total
                for line in order.order_line.filtered("off_is_fee")
            },
            {"Bags, Boxes": 2.2, "Van (for North Carriers)": 4.0},
        )

    def test_the_build_up_of_a_price_sums_to_what_an_order_costs(self):
        carrier = self.env["res.partner"].create({"name": "North Carriers"})
        self.exchange.offer_ids.filtered(
            lambda offer: offer.product_id == self.product
        ).price = 3.0
        self.exchange.fee_ids = self._create_fee("Packing", amount=0.2)
        self.cycle.incoming_ids.fee_ids = self._create_fee(
            "Van",
            calculator="flat_per_order",
            tax_rule="own",
            tax_category_id=self.low.id,
            amount=4,
            beneficiary_id=carrier.id,
        )
        self.cycle.fee_ids = self._create_fee(
            "Upkeep", calculator="percent_of_total", percent=5
        )
        action = self.cycle.with_user(self.coordinator_a).action_simulate_price()
        simulations = self.env["off.price.simulation"].with_user(self.coordinator_a)
        form = Form(simulations.with_context(**action["context"]))
        form.offer_id = self.exchange.offer_ids.filtered(
            lambda offer: offer.product_id == self.product
        )
        form.quantity = 2
        self.assertAlmostEqual(form.amount_unit, 3.2)
        self.assertAlmostEqual(form.amount_producer, 5.0)
        # Margin 1.00, packing 0.40, upkeep 0.30.
        self.assertAlmostEqual(form.amount_hub, 1.7)
        self.assertAlmostEqual(form.amount_others, 4.0)
        order = self._create_order({self.product: 2})
        self.assertAlmostEqual(form.amount_total, order.amount_total)
        self.assertAlmostEqual(form.amount_tax, order.amount_tax)

    def test_the_build_up_of_anothers_price_is_refused(self):
        context = self.cycle.action_simulate_price()["context"]
        simulations = self.env["off.price.simulation"].with_user(self.coordinator_b)
        with self.assertRaises(AccessError):
            Form(simulations.with_context(**context))
        offer = self.exchange.offer_ids[:1]
        with self.assertRaises(AccessError):
            simulations.create(
                {
                    "cycle_id": self.cycle.id,
                    "exchange_id": self.exchange.id,
                    "offer_id": offer.id,
                }
            ).read(["amount_unit"])

    def test_a_fee_that_nothing_bears_any_more_goes(self):
        self.cycle.incoming_ids.fee_ids = self._create_fee("Transport")
        order = self._create_order({self.product: 2})
        order.order_line.filtered("off_offer_id").product_uom_qty = 0
        self.assertFalse(order.off_fee_ids)
        self.assertFalse(order.order_line.filtered("off_is_fee"))
        self.assertEqual(order.amount_total, 0)

    def test_a_copy_of_an_order_has_no_fees(self):
        self.exchange.fee_ids = self._create_fee()
        copy = self._create_order({self.product: 2}).copy()
        self.assertFalse(copy.order_line.filtered("off_is_fee"))

    def test_what_is_due_is_what_invoices_will_ask(self):
        """Of orders that were given as they are, and of those that came short; rates
        and fees that Odoo rounds on the whole order."""
        self.exchange.fee_ids = self._create_fee(
            calculator="percent_of_total", percent=7.3
        )
        self.product.off_availability_ids.on_demand = True
        for offer in self.exchange.offer_ids:
            offer.price = 1.37
        orders = self.env["sale.order"].union(
            *(
                self._create_order(
                    {self.product: number, self.leeks: 3}, self.families[number % 3]
                )
                for number in range(1, 8)
            )
        )
        self.cycle.action_close()
        self._receive({self.leeks: 17})
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        whole = [order for order in orders if order._off_is_given_as_ordered()]
        self.assertGreater(len(whole), 2)
        self.assertLess(len(whole), len(orders))
        dues = orders._off_get_dues()
        invoices = self.env["account.move"]
        for order in orders:
            invoice = order._off_create_invoices(fields.Date.today())
            self.assertEqual(invoice.amount_total, round(dues[order], 2), order.name)
            invoices |= invoice
        self.assertEqual(len(invoices), len(orders))

    def test_fees_are_invoiced_for_what_was_handed_over(self):
        income = self.env["account.account"].create(
            {
                "name": "Packing",
                "code": "708500",
                "account_type": "income",
                "company_ids": [Command.set(self.company_a.ids)],
            }
        )
        self.exchange.fee_ids = self._create_fee(amount=1, account_id=income.id)
        self.cycle.fee_ids = self._create_fee(
            "Administration", calculator="flat_per_order", tax_rule="none", amount=3
        )
        order = self._create_order({self.product: 4})
        nothing = self._create_order({self.leeks: 2}, partner=self.families[1])
        self.cycle.action_close()
        self._receive({self.product: 3, self.leeks: 0})
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
        self.assertEqual(
            {row.name: row.amount_final for row in order.off_fee_ids},
            {"Packing": 3.0, "Administration": 3.0},
        )
        invoice = order.invoice_ids
        self.assertEqual(invoice.state, "posted")
        self.assertAlmostEqual(invoice.amount_total, 3 * 2.5 + 3 + 3)
        packing = invoice.invoice_line_ids.filtered(lambda line: line.name == "Packing")
        self.assertEqual(packing.account_id, income)
        self.assertEqual(packing.off_beneficiary_id, self.hub_a.partner_id)
        self.assertEqual(order.invoice_status, "invoiced")
        self.assertFalse(nothing.invoice_ids)
        self.assertEqual(nothing.off_fee_ids.mapped("amount_final"), [0.0, 0.0])
        self.assertEqual(nothing.invoice_status, "invoiced")

    def test_a_clone_has_the_fees(self):
        self.cycle.fee_ids = self._create_fee("One")
        self.cycle.incoming_ids.fee_ids = self._create_fee("Two")
        self.exchange.fee_ids = self._create_fee("Three")
        clone = self.cycle.copy()
        self.assertEqual(clone.fee_ids.name, "One")
        self.assertEqual(clone.incoming_ids.fee_ids.name, "Two")
        self.assertEqual(clone.outgoing_ids.fee_ids.name, "Three")

    def test_an_operator_charges_its_own_fees_only(self):
        with self.assertRaisesRegex(ValidationError, "Hub B"):
            self.exchange.fee_ids = self._create_fee(hub_id=self.hub_b.id)
        with self.assertRaisesRegex(ValidationError, "Hub B"):
            self.cycle.fee_ids = self._create_fee(hub_id=self.hub_b.id)

    def test_a_fee_on_orders_is_archived_not_deleted(self):
        fee = self._create_fee()
        self.exchange.fee_ids = fee
        self._create_order({self.product: 1})
        with self.assertRaisesRegex(UserError, "Archive"):
            fee.unlink()
        fee.active = False
        later = self._create_order({self.product: 1}, partner=self.families[1])
        self.assertFalse(later.off_fee_ids)

    def test_fees_are_seen_and_changed_by_their_operator_only(self):
        fee = self._create_fee()
        self.exchange.fee_ids = fee
        order = self._create_order({self.product: 1})
        stranger = self.coordinator_b
        for record in (fee, order.off_fee_ids):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["name"])
        with self.assertRaises(AccessError):
            fee.with_user(stranger).write({"amount": 0})

    def test_queries_do_not_grow_with_orders(self):
        self.exchange.fee_ids = self._create_fee()
        self.leeks.off_availability_ids.on_demand = True
        orders = self.env["sale.order"].union(
            *(
                self._create_order({self.leeks: 1, self.product: 1}, family)
                for family in self.families
            )
        )

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some._off_update_fees()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(orders)
        self.assertEqual(count(orders[:1]), count(orders))
