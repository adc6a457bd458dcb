from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import GuestCommon


@tagged("post_install", "-at_install")
class TestSupply(GuestCommon):
    """What hub B of operator B sold in the cycle of operator A: bought once from the
    producer, sold on at the frozen price, moved with its lots."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leeks.write({"is_storable": True, "tracking": "lot"})
        cls.product.is_storable = True
        for company in (cls.company_a, cls.company_b):
            company.account_price_include = "tax_included"
            cls.env["account.chart.template"].try_loading(
                "generic_coa", company=company, install_demo=False
            )

    def setUp(self):
        super().setUp()
        self.edge_a = self.shared.outgoing_ids
        self.edge_b = self._join()
        self.whole = self.shared.with_user(self.coordinator_a)
        self.whole.action_open()
        self.order_a = self._order(
            self.edge_a, {self.leeks: 2, self.product: 1}, self.families[0]
        )
        self.order_b = self._order(
            self.edge_b, {self.leeks: 3, self.product: 2}, self.families[1]
        )

    def _receive_lots(self, leeks):
        """:param leeks: ``{lot name: quantity}``"""
        receipt = self.shared.picking_ids
        for move in receipt.move_ids:
            if move.product_id != self.leeks:
                move.picked = True
                continue
            move.move_line_ids.unlink()
            for name, quantity in leeks.items():
                self.env["stock.move.line"].create(
                    {
                        "move_id": move.id,
                        "picking_id": receipt.id,
                        "product_id": self.leeks.id,
                        "lot_name": name,
                        "quantity": quantity,
                    }
                )
            move.picked = True
        receipt.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=receipt.ids
        ).button_validate()

    def test_the_other_operator_buys_what_its_hubs_sold(self):
        self.edge_a.cycle_id.incoming_ids.offer_ids.filtered(
            lambda one: one.product_id == self.leeks
        ).price = 99  # changed after the orders, which are frozen
        self.whole.action_close()
        purchase = self.shared.purchase_ids
        self.assertEqual(
            (purchase.company_id, purchase.partner_id), (self.company_a, self.producer)
        )
        self.assertEqual(
            {line.product_id: line.product_qty for line in purchase.order_line},
            {self.leeks: 5, self.product: 3},
        )
        sale, bought = self.shared.supply_sale_ids, self.shared.supply_purchase_ids
        self.assertEqual(
            (sale.company_id, sale.partner_id, sale.state, sale.locked),
            (self.company_a, self.company_b.partner_id, "sale", True),
        )
        self.assertEqual(
            (bought.company_id, bought.partner_id, bought.state),
            (self.company_b, self.company_a.partner_id, "purchase"),
        )
        for lines, quantity in (
            (sale.order_line, "product_uom_qty"),
            (bought.order_line, "product_qty"),
        ):
            self.assertEqual(
                {line.product_id: (line[quantity], line.price_unit) for line in lines},
                {self.leeks: (3, 3.0), self.product: (2, 2.5)},
            )
        self.assertEqual(sale.amount_total, bought.amount_total)
        self.assertFalse(sale.picking_ids or bought.picking_ids)
        self.assertEqual(self.order_b.locked, True)

    def test_closing_twice_supplies_once(self):
        self.whole.action_close()
        self.whole.action_close()
        self.assertEqual(
            (len(self.shared.supply_sale_ids), len(self.shared.supply_purchase_ids)),
            (1, 1),
        )

    def test_a_shortage_is_shared_and_moves_with_its_lots(self):
        self.whole.action_close()
        self._receive_lots({"L1": 3, "L2": 1})
        self.whole.action_allocate()
        given = {
            (one.order_id, one.product_id, one.lot_id.name): one.quantity
            for one in self.shared.allocation_ids
        }
        self.assertEqual(
            given,
            {
                (self.order_a, self.leeks, "L1"): 2,
                (self.order_a, self.product, False): 1,
                (self.order_b, self.leeks, "L1"): 1,
                (self.order_b, self.leeks, "L2"): 1,
                (self.order_b, self.product, False): 2,
            },
        )
        for one in self.shared.allocation_ids.filtered("lot_id"):
            self.assertEqual(one.lot_id.company_id, one.company_id)
        sale, bought = self.shared.supply_sale_ids, self.shared.supply_purchase_ids
        self.assertEqual(
            {line.product_id: line.qty_delivered for line in sale.order_line},
            {self.leeks: 2, self.product: 2},
        )
        self.assertEqual(
            {line.product_id: line.qty_received for line in bought.order_line},
            {self.leeks: 2, self.product: 2},
        )
        self.assertEqual(
            self._get_stock(self.company_b),
            {("Leeks", "L1"): 1, ("Leeks", "L2"): 1, ("Carrots", False): 2},
        )
        self.whole.action_distribute()
        transfers = self.shared.picking_ids.filtered("off_pickup_point_id")
        self.assertEqual(transfers.company_id, self.company_a | self.company_b)
        self.assertEqual(set(transfers.mapped("state")), {"done"})
        # Nothing stays with anybody, and the producer's numbers went down once.
        self.assertEqual(
            (self._get_stock(self.company_a), self._get_stock(self.company_b)), ({}, {})
        )
        self.assertEqual(self.product.off_availability_ids.declared_qty, 7)

    def _get_stock(self, company):
        quants = self.env["stock.quant"].search(
            [
                ("company_id", "=", company.id),
                ("location_id.usage", "in", ("internal", "transit")),
                ("product_id", "in", (self.leeks | self.product).ids),
            ]
        )
        self.assertFalse(any(quants.mapped("reserved_quantity")))
        return {
            (quant.product_id.name, quant.lot_id.name): quant.quantity
            for quant in quants
            if quant.quantity
        }

    def test_invoices_of_both_agree(self):
        self.whole.action_close()
        self._receive_lots({"L1": 4})
        self.whole.action_allocate()
        self.whole.action_distribute()
        self.whole.action_settle()
        invoice = self.shared.supply_sale_ids.invoice_ids
        bill = self.shared.supply_purchase_ids.invoice_ids
        self.assertEqual((invoice.state, bill.state), ("posted", "posted"))
        self.assertEqual(
            (invoice.company_id, bill.company_id), (self.company_a, self.company_b)
        )
        # 2 leeks at 3.00 and 2 carrots at 2.50
        self.assertEqual((invoice.amount_total, bill.amount_total), (11.0, 11.0))
        self.assertEqual(bill.ref, invoice.name)
        self.assertEqual(self.order_b.invoice_ids.company_id, self.company_b)

    def test_entries_of_all_are_sealed(self):
        """Where sales are sealed with a hash, as in France."""
        journals = self.env["account.journal"].search(
            [
                ("company_id", "in", (self.company_a | self.company_b).ids),
                ("type", "=", "sale"),
            ]
        )
        journals.restrict_mode_hash_table = True
        self.whole.action_close()
        self._receive_lots({"L1": 4})
        self.whole.action_allocate()
        self.whole.action_distribute()
        self.whole.action_settle()
        invoices = self.shared.supply_sale_ids.invoice_ids | self.order_b.invoice_ids
        self.assertEqual(len(invoices.company_id), 2)
        self.assertTrue(all(invoices.mapped("inalterable_hash")))

    def test_each_sees_its_own_papers(self):
        self.whole.action_close()
        with self.assertRaises(AccessError):
            self.shared.supply_sale_ids.with_user(self.coordinator_b).read(["name"])
        with self.assertRaises(AccessError):
            self.shared.supply_purchase_ids.with_user(self.coordinator_a).read(["name"])
        with self.assertRaises(AccessError):
            self.order_b.with_user(self.coordinator_a).read(["name"])
        theirs = self.shared.with_user(self.coordinator_b)
        theirs.invalidate_recordset()
        self.assertEqual(
            (
                theirs.supply_purchase_count,
                theirs.supply_sale_count,
                theirs.purchase_count,
            ),
            (1, 0, 0),
        )

    def test_the_preview_names_no_customer_of_another(self):
        offers = self.shared.incoming_ids.offer_ids
        offers.filtered(lambda one: one.product_id == self.leeks).pack_size = 4
        changes = self.whole._preview_closing()["changes"]
        self.assertEqual(
            [(one["order"], one["customer"]) for one in changes],
            [("", "A customer of Hub B")],
        )

    def test_a_guest_takes_no_step_of_the_cycle(self):
        for step in ("action_close", "action_cancel"):
            with self.subTest(step=step), self.assertRaises(AccessError):
                getattr(self.shared.with_user(self.coordinator_b), step)()
        self.assertEqual(self.shared.state, "open")

    def test_the_scheduled_closing_is_of_all(self):
        self.shared.date_close = "2020-01-02"
        self.shared.date_open = "2020-01-01"
        with self.enter_registry_test_mode():
            self.env.ref(
                "off_order_cycle.ir_cron_open_and_close"
            ).method_direct_trigger()
        self.assertEqual(len(self.shared.supply_purchase_ids), 1)

    def test_supplier_totals_hold_what_other_operators_sell(self):
        """Where the reports are installed: how much a producer supplies in all."""
        if "off.cycle.report" not in self.env:
            self.skipTest("Reports are not installed.")
        reports = self.env["off.cycle.report"].with_user(self.coordinator_a)
        filters = reports._read_filters({"cycles": self.shared.ids})
        totals = {}
        for code in ("supplier_totals", "customer_totals"):
            report = reports._get_report(code)
            layout = reports._get_layout(report)
            totals[code] = [
                dict(zip(layout.places, row, strict=True))
                for row in reports._iterate(report, filters, layout)
            ]
        self.assertEqual(
            {row["product"]: row["ordered"] for row in totals["supplier_totals"]},
            {"Leeks": 5, self.product.name: 3},
        )
        self.assertEqual(
            {row["order"] for row in totals["customer_totals"]}, {self.order_a.name}
        )
