from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import CycleCommon


class PacksCommon(CycleCommon):
    """Of the carrots at 2.50, 10 left at the start, 30 are declared and crates of 6
    are sold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.crate = cls.env["uom.uom"].create(
            {
                "name": "Crate of 6",
                "relative_factor": 6,
                "relative_uom_id": cls.unit.id,
            }
        )
        cls.product.product_tmpl_id.uom_ids = cls.crate
        cls.availability = cls.product.off_availability_ids
        cls.availability.declared_qty = 30

    @classmethod
    def _order_crates(cls, quantity, partner=None, confirm=True):
        order = cls._create_order({cls.product: quantity}, partner, confirm=False)
        order.order_line.product_uom_id = cls.crate
        if confirm:
            order.action_confirm()
        return order

    def _share_out(self, received=None):
        self.cycle.action_close()
        self._receive(received)
        self.cycle.action_allocate()
        self.cycle.action_distribute()


@tagged("post_install", "-at_install")
class TestPacks(PacksCommon):
    def test_r3_two_crates_of_6_take_12_of_the_availability(self):
        order = self._order_crates(2)
        self.assertEqual(self.availability.reserved_qty, 12)
        self.assertEqual(self.availability.available_qty, 18)
        order.order_line.product_uom_qty = 3
        self.assertEqual(self.availability.reserved_qty, 18)
        order._action_cancel()
        self.assertEqual(self.availability.reserved_qty, 0)

    def test_r12_crates_that_are_not_there_are_not_sold(self):
        with self.assertRaisesRegex(UserError, "Carrots: 36 asked, 30 left"):
            self._order_crates(6)

    def test_a_crate_costs_six_times_the_price_of_the_offer(self):
        line = self._order_crates(2, confirm=False).order_line
        self.assertEqual((line.price_unit, line.price_total), (15.0, 30.0))
        line.product_uom_id = self.unit
        self.assertEqual((line.price_unit, line.price_total), (2.5, 5.0))

    def test_the_form_of_an_order_proposes_the_crate_at_its_price(self):
        order = self._create_order({self.leeks: 1}, confirm=False)
        with Form(order) as form, form.order_line.new() as line:
            line.product_id = self.product
            self.assertIn(self.crate, line.allowed_uom_ids)
            line.product_uom_id = self.crate
            self.assertEqual(line.price_unit, 15.0)

    def test_r10_the_price_of_a_crate_is_frozen_at_validation(self):
        line = self._order_crates(2).order_line
        line.off_offer_id.price = 9.0
        line.off_offer_id.incoming_id.price = 8.0
        line.product_uom_qty = 3
        self.env.flush_all()
        self.assertEqual(line.price_unit, 15.0)
        self.assertEqual(line.off_purchase_price, 2.5, "For one unit.")

    def test_r10_another_unit_keeps_the_frozen_price(self):
        line = self._order_crates(2).order_line
        line.off_offer_id.price = 9.0
        line.product_uom_id = self.unit
        self.env.flush_all()
        self.assertEqual(line.price_unit, 2.5)
        self.assertEqual(self.availability.reserved_qty, 2)

    def test_a_crate_that_joins_a_validated_order_has_its_price(self):
        order = self._create_order({self.leeks: 1})
        order.order_line = [
            Command.create(
                {"product_id": self.product.id, "product_uom_id": self.crate.id}
            )
        ]
        self.assertEqual(order.order_line[1].price_unit, 15.0)
        self.assertEqual(self.availability.reserved_qty, 6)

    def test_a_unit_of_another_kind_is_refused(self):
        line = self._create_order({self.product: 1}, confirm=False).order_line
        with self.assertRaisesRegex(ValidationError, "Carrots is sold in Units.*kg"):
            line.product_uom_id = self.env.ref("uom.product_uom_kgm")

    def test_offers_count_units(self):
        self._order_crates(2)
        offer = self._create_order({self.product: 3}).order_line.off_offer_id
        self.assertEqual((offer | offer.incoming_id).mapped("ordered_qty"), [15, 15])

    def test_a_hubs_own_stock_counts_units(self):
        self.link_a.may_override = True
        item = self.env["off.catalog.item"].create(
            {
                "hub_id": self.hub_a.id,
                "product_id": self.product.id,
                "own_stock": True,
                "declared_qty": 20,
            }
        )
        self._order_crates(2)
        self.assertEqual((item.reserved_qty, self.availability.reserved_qty), (12, 0))
        self._share_out()
        self.assertEqual((item.declared_qty, item.reserved_qty), (8, 0))

    def test_the_producer_is_ordered_units_at_the_price_of_one(self):
        self._order_crates(2)
        self._create_order({self.product: 3}, self.families[1])
        self.cycle.action_close()
        line = self.cycle.purchase_ids.order_line
        self.assertEqual((line.product_qty, line.product_uom_id), (15, self.unit))
        self.assertEqual(line.price_unit, 2.5)

    def test_r3_handing_over_lowers_what_was_declared_by_12(self):
        order = self._order_crates(2)
        self._share_out()
        self.assertEqual(order.order_line.qty_delivered, 2)
        self.assertEqual(order.order_line.off_allocation_ids.quantity, 12)
        self.assertEqual(
            (self.availability.declared_qty, self.availability.reserved_qty), (18, 0)
        )
        transfer = self.cycle.picking_ids.filtered("off_pickup_point_id")
        self.assertEqual(transfer.move_ids.quantity, 12)

    def test_r20_what_arrives_is_shared_in_units(self):
        first = self._order_crates(2)
        second = self._create_order({self.product: 3}, self.families[1])
        self._share_out({self.product: 13})
        given = [
            order.order_line.off_allocation_ids.quantity for order in (first, second)
        ]
        self.assertEqual(given, [12, 1])
        self.assertEqual(
            (self.availability.declared_qty, self.availability.reserved_qty), (17, 0)
        )

    def test_r3_a_crate_that_comes_short_gives_the_rest_back(self):
        order = self._order_crates(2)
        self._share_out({self.product: 8})
        self.assertAlmostEqual(order.order_line.qty_delivered, 8 / 6, places=3)
        self.assertEqual(
            (self.availability.declared_qty, self.availability.reserved_qty), (22, 0)
        )

    def test_what_a_pack_holds_stays_while_orders_hold_it(self):
        pallet = self.env["uom.uom"].create(
            {
                "name": "Pallet",
                "relative_factor": 2,
                "relative_uom_id": self.crate.id,
            }
        )
        order = self._create_order({self.product: 1}, confirm=False)
        order.order_line.product_uom_id = pallet
        self.crate.relative_factor = 5
        order.action_confirm()
        for unit, vals in (
            (pallet, {"relative_factor": 3}),
            (self.crate, {"relative_factor": 6}),
            (pallet, {"relative_uom_id": self.unit.id}),
        ):
            with self.assertRaisesRegex(UserError, "hold “Pallet” until"):
                unit.with_user(self.coordinator_b).write(vals)
        pallet.write(
            {"name": "Half pallet", "relative_factor": 2.0, "sequence": 5}
            | {"relative_uom_id": self.crate.id}
        )
        order._action_cancel()
        pallet.relative_factor = 3
        self.assertEqual(pallet.factor, 15)

    def test_orders_of_a_closed_cycle_wait_for_units(self):
        self._order_crates(2)
        self.cycle.action_close()
        product = self.product.with_company(self.company_a).with_context(
            allowed_company_ids=self.company_a.ids
        )
        self.assertEqual((product.incoming_qty, product.outgoing_qty), (12, 12))


@tagged("post_install", "-at_install")
class TestPackInvoices(PacksCommon):
    """With a chart of accounts, crates of 12 at 8.00 a unit."""

    @classmethod
    def _prepare_books(cls):
        cls.company_a.country_id = cls.env.ref("base.us")
        cls.company_a._off_setup_operator("generic_coa")
        cls.product.off_price = 8.0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crate.write({"name": "Crate of 12", "relative_factor": 12})

    def test_whole_crates_are_invoiced_as_crates(self):
        order = self._order_crates(2)
        self._share_out()
        self.cycle.action_settle()
        line = order.invoice_ids.invoice_line_ids
        self.assertEqual((line.quantity, line.product_uom_id), (2, self.crate))
        self.assertEqual((line.price_unit, line.price_total), (96.0, 192.0))
        self.assertEqual(self.cycle.purchase_ids.invoice_ids.amount_total, 192.0)

    def test_a_part_of_a_crate_is_invoiced_to_the_cent(self):
        """7 of 12 are 0.5834 crates with four decimals: 56.01 instead of 56.00."""
        order = self._order_crates(1)
        self._share_out({self.product: 7})
        self.cycle.action_settle()
        line = order.invoice_ids.invoice_line_ids
        self.assertEqual((line.quantity, line.product_uom_id), (7, self.unit))
        self.assertEqual(order.invoice_ids.amount_total, 56.0)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertEqual(order.invoice_status, "invoiced")
        self.assertFalse(order._get_invoiceable_lines())
