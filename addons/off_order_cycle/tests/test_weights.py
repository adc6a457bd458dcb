from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestWeights(CycleCommon):
    """Rule 24. Ham at 1.50 € per 100 g with 10 % included, sold in pieces of about
    350 g, which cost the hub 4.20 €."""

    @classmethod
    def _prepare_books(cls):
        cls.category = cls.env["off.tax.category"].create(
            {"name": "Meat", "rate": 10, "sequence": 0}
        )
        cls.company_a.country_id = cls.env.ref("base.us")
        cls.company_a._off_setup_operator("generic_coa")
        cls._add_taxes()
        cls.ham = cls._create_product("Ham", price=4.2, on_demand=True)
        cls.ham.write(
            {
                "off_unit_quantity": 350,
                "off_unit_uom_id": cls.env.ref("uom.product_uom_gram").id,
                "off_billed_by_weight": True,
                "off_tax_category_id": cls.category.id,
            }
        )

    @classmethod
    def _add_taxes(cls):
        """10 % included, for sales and purchases."""
        taxes = {
            use: cls.env["account.tax"]
            .with_company(cls.company_a)
            .create(
                {
                    "name": f"10 % {use}",
                    "amount": 10,
                    "type_tax_use": use,
                    "price_include_override": "tax_included",
                    "company_id": cls.company_a.id,
                }
            )
            for use in ("sale", "purchase")
        }
        cls.category.mapping_ids.filtered(
            lambda mapping: mapping.company_id == cls.company_a
        ).unlink()
        cls.env["off.tax.mapping"].create(
            {
                "category_id": cls.category.id,
                "company_id": cls.company_a.id,
                "sale_tax_ids": [Command.set(taxes["sale"].ids)],
                "purchase_tax_ids": [Command.set(taxes["purchase"].ids)],
            }
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange.offer_ids.filtered(
            lambda offer: offer.product_id == cls.ham
        ).price = 5.25

    def _share(self, *quantities):
        """Order these numbers of pieces, and share out what arrived."""
        orders = [
            self._create_order({self.ham: quantity}, partner)
            for quantity, partner in zip(quantities, self.families, strict=False)
        ]
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        return orders

    def _settle(self):
        if self.cycle.state == "allocated":
            self.cycle.action_distribute()
        self.cycle.action_settle()

    def test_r24_an_order_shows_the_estimate(self):
        order = self._create_order({self.ham: 2})
        self.assertAlmostEqual(order.amount_total, 10.5)
        line = order.order_line
        self.assertAlmostEqual(line.off_unit_weight, 0.35)
        self.assertIn("About 350 g, billed by weight", line.name)

    def test_r24_the_invoice_follows_what_was_weighed(self):
        order = self._share(2)[0]
        allocation = order.order_line.off_allocation_ids
        self.assertAlmostEqual(allocation.estimated_weight, 0.7)
        self.assertAlmostEqual(allocation.amount, 10.5)
        allocation.weight = 0.800584
        self.assertAlmostEqual(allocation.amount, 12.01)
        self._settle()
        invoice = order.invoice_ids
        self.assertAlmostEqual(invoice.amount_total, 12.01)
        # 12.01 with 10 % included.
        self.assertAlmostEqual(invoice.amount_untaxed, 10.92)
        line = invoice.invoice_line_ids
        self.assertEqual(line.quantity, 2)
        self.assertIn("Weighed: 0.800584 kg", line.name)
        self.assertEqual(order.invoice_status, "invoiced")

    def test_r24_the_estimate_is_billed_when_it_is_kept(self):
        order = self._share(2)[0]
        self.cycle.action_distribute()
        with self.assertRaisesRegex(UserError, "not weighed: Ham"):
            self.cycle.action_settle()
        self.cycle.action_keep_estimates()
        self.assertFalse(self.cycle.to_weigh_count)
        self._settle()
        self.assertAlmostEqual(order.invoice_ids.amount_total, 10.5)

    def test_r24_the_producer_is_paid_for_what_was_weighed(self):
        orders = self._share(2, 1)
        for order, weight in zip(orders, (0.8, 0.3), strict=True):
            order.order_line.off_allocation_ids.weight = weight
        self._settle()
        line = self.cycle.purchase_ids.order_line
        self.assertAlmostEqual(line.off_weight, 1.1)
        # 12 €/kg.
        self.assertAlmostEqual(line.invoice_lines.move_id.amount_total, 13.2)
        self.assertEqual(line.invoice_lines.quantity, 3)
        self.assertEqual(line.qty_to_invoice, 0)

    def test_r24_a_weight_of_the_producers_own_paper_is_kept(self):
        self._share(1)[0].order_line.off_allocation_ids.weight = 0.4
        self.cycle.action_distribute()
        self.cycle.purchase_ids.order_line.off_weight = 0.5
        self._settle()
        self.assertAlmostEqual(self.cycle.purchase_ids.invoice_ids.amount_total, 6.0)

    def test_r24_an_implausible_weight_is_refused(self):
        allocation = self._share(2)[0].order_line.off_allocation_ids
        for weight in (800.584, 70.01, 0.0069):
            with self.assertRaisesRegex(ValidationError, "from 0.007 to 70"):
                allocation.weight = weight
        allocation.weight = 70
        allocation.weight = 0.007

    def test_r24_a_price_set_by_hand_stays_until_the_weight_changes(self):
        order = self._share(2)[0]
        allocation = order.order_line.off_allocation_ids
        allocation.weight = 0.8
        allocation.amount = 9.0
        self.assertAlmostEqual(allocation.amount, 9.0)
        allocation.weight = 0.8
        self.assertAlmostEqual(allocation.amount, 9.0)
        allocation.weight = 0.9
        self.assertAlmostEqual(allocation.amount, 13.5)
        allocation.weight = 0.8
        self.assertAlmostEqual(allocation.amount, 12.0)
        allocation.amount = 9.0
        self._settle()
        self.assertAlmostEqual(order.invoice_ids.amount_total, 9.0)

    def test_r15_fees_bear_on_what_was_weighed(self):
        self.exchange.fee_ids = self.env["off.fee"].create(
            [
                {
                    "name": name,
                    "hub_id": self.hub_a.id,
                    "calculator": calculator,
                    "tax_rule": "none",
                    "beneficiary_id": self.hub_a.partner_id.id,
                    **values,
                }
                for name, calculator, values in (
                    ("Weight", "per_weight", {"amount": 5}),
                    ("Part", "percent_per_item", {"percent": 20}),
                    ("Box", "flat_per_item", {"amount": 0.1}),
                )
            ]
        )
        order = self._create_order({self.ham: 2})
        ordered = {row.name: row.amount_ordered for row in order.off_fee_ids}
        self.assertEqual(ordered, {"Weight": 3.5, "Part": 2.1, "Box": 0.2})
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        order.order_line.off_allocation_ids.weight = 0.800584
        final = {row.name: row.amount_final for row in order.off_fee_ids}
        self.assertEqual(final, {"Weight": 4.0, "Part": 2.4, "Box": 0.2})
        self._settle()
        self.assertAlmostEqual(order.invoice_ids.amount_total, 12.01 + 6.6)

    def test_invoiced_is_paid_and_fees_and_margin(self):
        orders = self._share(2, 3)
        for order, weight in zip(orders, (0.80, 0.95), strict=True):
            order.order_line.off_allocation_ids.weight = weight
        self._settle()
        invoiced = sum(order.invoice_ids.amount_total for order in orders)
        paid = self.cycle.purchase_ids.invoice_ids.amount_total
        # 15 and 12 € / kg.
        self.assertAlmostEqual(invoiced, paid + 3 * 1.75)

    def test_r10_what_the_content_becomes_later_changes_no_order(self):
        order = self._share(2)[0]
        self.ham.off_unit_quantity = 500
        order.order_line.off_allocation_ids.weight = 0.8
        self._settle()
        self.assertAlmostEqual(order.invoice_ids.amount_total, 12.0)

    def test_r24_what_is_billed_by_weight_has_an_estimate(self):
        with self.assertRaisesRegex(ValidationError, "about how much"):
            self.leeks.off_billed_by_weight = True
        with self.assertRaisesRegex(ValidationError, "about how much"):
            self.ham.off_unit_quantity = 0

    def test_only_weights_are_written_at_the_scales(self):
        allocation = self._share(2)[0].order_line.off_allocation_ids
        keeper = new_test_user(
            self.env,
            "keeper",
            groups="off_hub_network.group_hub_manager",
            company_id=self.company_a.id,
            company_ids=[Command.set(self.company_a.ids)],
        )
        other = new_test_user(
            self.env,
            "reader",
            groups="off_hub_network.group_user",
            company_id=self.company_a.id,
            company_ids=[Command.set(self.company_a.ids)],
        )
        mine = allocation.with_user(keeper)
        mine.weight = 0.8
        self.assertAlmostEqual(mine.amount, 12.0)
        with self.assertRaises(AccessError):
            mine.quantity = 5
        with self.assertRaises(AccessError):
            mine.write({"weight": 0.7, "quantity": 5})
        with self.assertRaises(AccessError):
            allocation.with_user(other).weight = 0.7
        with self.assertRaises(AccessError):
            allocation.with_user(self.coordinator_b).weight = 0.7

    def test_weights_of_a_settled_cycle_stay(self):
        allocation = self._share(2)[0].order_line.off_allocation_ids
        allocation.weight = 0.8
        self._settle()
        with self.assertRaisesRegex(UserError, "credit note"):
            allocation.weight = 0.7
