from collections import defaultdict
from datetime import timedelta

from odoo.fields import Command, Date
from odoo.tests import tagged

from ..reports import REPORTS
from ..reports.columns import COLUMNS
from .common import ReportCommon, get_codes


@tagged("post_install", "-at_install")
class TestReports(ReportCommon):
    """Each report against sums that are made another way, before goods are shared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["off.fee"].create(
            {
                "name": "Basket",
                "hub_id": cls.hub_a.id,
                "calculator": "flat_per_order",
                "amount": 1.5,
                "tax_rule": "none",
            }
        )
        cls.edge.fee_ids = cls.env["off.fee"].search([("hub_id", "=", cls.hub_a.id)])
        cls.orders = cls._make_orders()
        cls.goods = cls.orders.order_line.filtered("off_offer_id")

    def _group(self, rows, name, *keys):
        totals = defaultdict(float)
        for row in rows:
            totals[tuple(row[key] for key in keys)] += row[name] or 0
        return {key: round(value, 6) for key, value in totals.items()}

    def test_supplier_totals_are_what_orders_hold_at_the_producer_s_price(self):
        rows = self._read("supplier_totals")
        self.assertEqual(
            [
                (row["producer"], row["product"], row["ordered"], row["cost"])
                for row in rows
            ],
            [
                ("Beekeeper", "Honey", 3.0, 24.0),
                ("Grower", "Carrots", 12.0, 30.0),
                ("Grower", "Leeks", 2.0, 6.0),
            ],
        )
        self.assertEqual([row["weight"] for row in rows], [1.5, 12.0, 2.0])
        self.assertEqual([row["case_of"] for row in rows], [None, 6.0, None])
        self.assertEqual([row["cases"] for row in rows], [None, 2.0, None])

    def test_what_comes_from_stock_is_not_asked_of_producers(self):
        links = self.env["off.network.link"]
        links.search([("grantor_id", "=", self.beekeeper.id)]).may_override = True
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company_a.id)], limit=1
        )
        self.env["stock.quant"].with_company(self.company_a).with_context(
            inventory_mode=True
        ).create(
            {
                "product_id": self.honey.id,
                "location_id": warehouse.lot_stock_id.id,
                "inventory_quantity": 20,
            }
        ).action_apply_inventory()
        self.env["off.catalog.item"].create(
            {
                "hub_id": self.hub_a.id,
                "product_id": self.honey.id,
                "warehouse_id": warehouse.id,
            }
        )
        self._order({self.honey: 5})
        rows = {row["product"]: row for row in self._read("supplier_totals")}
        self.assertEqual((rows["Honey"]["ordered"], rows["Honey"]["cost"]), (3.0, 24.0))
        packed = self._read("packing_product")
        self.assertEqual(
            sum(row["to_pack"] for row in packed if row["product"] == "Honey"), 8.0
        )
        offers = [
            (row["availability"], row["available"], row["declared"], row["reserved"])
            for row in self._read("products")
            if row["product"] == "Honey" and row["hub"] == "Hub A"
        ]
        self.assertEqual([offer[1:] for offer in offers], [(15.0, 20.0, 5.0)])

    def test_supplier_totals_are_those_of_the_purchase_orders(self):
        before = self._sum(self._read("supplier_totals"), "cost")
        self.cycle.action_close()
        rows = self._read("supplier_totals")
        self.assertEqual(self._sum(rows, "cost"), before)
        lines = self.cycle.purchase_ids.order_line
        bought = {line.product_id.name: line.product_qty for line in lines}
        self.assertEqual({row["product"]: row["ordered"] for row in rows}, bought)
        self.assertEqual(
            self._sum(rows, "cost"),
            sum(line.price_unit * line.product_qty for line in lines),
        )

    def test_supplier_totals_by_distributor_add_up_to_supplier_totals(self):
        whole = self._read("supplier_totals")
        parts = self._read("supplier_totals_by_distributor")
        for name in ("ordered", "cost", "weight"):
            self.assertEqual(
                self._group(parts, name, "producer", "product"),
                self._group(whole, name, "producer", "product"),
            )
        self.assertEqual(
            self._group(parts, "ordered", "product", "hub")["Carrots", "Hub A"], 9
        )

    def test_distributor_totals_are_what_customers_of_a_hub_pay_for_goods(self):
        rows = self._read("distributor_totals_by_supplier")
        paid = defaultdict(float)
        for line in self.goods:
            paid[(line.order_id.off_hub_id.name,)] += line.price_total
        self.assertEqual(
            self._group(rows, "amount", "hub"),
            {hub: round(amount, 6) for hub, amount in paid.items()},
        )
        self.assertEqual([row["hub"] for row in rows][:1], ["Hub A"])

    def test_customer_totals_are_those_of_orders_with_fees_by_name(self):
        rows = self._read("customer_totals")
        self.assertEqual(
            self._group(rows, "amount", "order"),
            {(one.name,): one.amount_total for one in self.orders},
        )
        # Told once for each order, whatever the number of its lines.
        self.assertEqual(
            self._sum(rows, "order_total"), sum(self.orders.mapped("amount_total"))
        )
        self.assertEqual(
            self._sum(rows, "due"), sum(self.orders.mapped("amount_total"))
        )
        self.assertEqual(self._sum(rows, "paid"), 0)
        fees = [row for row in rows if not row["producer"]]
        self.assertEqual([row["amount"] for row in fees], [1.5, 1.5])
        self.assertEqual(fees[0]["unit"], None)

    def test_orders_and_distributors_has_each_line_of_goods(self):
        rows = self._read("orders_distributors")
        self.assertEqual(len(rows), len(self.goods))
        self.assertEqual(
            self._sum(rows, "amount"), round(sum(self.goods.mapped("price_total")), 6)
        )
        row = next(row for row in rows if row["customer"] == "Family 0")
        self.assertEqual((row["phone"], row["hub"]), ("0102030405", "Hub A"))
        self.assertEqual(row["point"], "Town hall")

    def test_packing_holds_the_same_by_customer_supplier_and_product(self):
        wanted = defaultdict(float)
        for line in self.goods:
            key = line.order_id.partner_id.name, line.product_id.name
            wanted[key] += line.product_uom_qty
        for code in ("packing_customer", "packing_supplier", "packing_product"):
            with self.subTest(code=code):
                rows = self._read(code)
                self.assertEqual(
                    self._group(rows, "to_pack", "customer", "product"), dict(wanted)
                )

    def test_packing_by_customer_is_in_the_order_of_pickups(self):
        rows = self._read("packing_customer")
        self.assertEqual(
            [(row["point"], row["customer"], row["product"]) for row in rows],
            [
                ("Town hall", "Family 0", "Honey"),
                ("Town hall", "Family 0", "Carrots"),
                ("Town hall", "Family 1", "Carrots"),
                ("Town hall", "Family 1", "Leeks"),
                ("School", "Family 2", "Honey"),
                ("School", "Family 2", "Carrots"),
            ],
        )

    def test_two_orders_of_a_customer_are_one_box(self):
        self._order({self.product: 2}, 0)
        rows = self._read("packing_customer", customers=self.families[0].ids)
        self.assertEqual(
            {row["product"]: row["to_pack"] for row in rows},
            {"Carrots": 7, "Honey": 1},
        )

    def test_bulk_allocation_tells_whole_cases_once(self):
        rows = self._read("bulk_allocation")
        self.assertEqual({row["product"] for row in rows}, {"Carrots"})
        self.assertEqual([row["ordered"] for row in rows], [5, 4, 3])
        self.assertEqual([row["case_units"] for row in rows], [12, None, None])
        self.assertEqual(self._sum(rows, "left_over"), 0)

    def test_r19_what_is_accepted_on_top_fills_a_case(self):
        line = self.orders[0].order_line.filtered(
            lambda line: line.product_id == self.product
        )
        for quantity, accepted, cases in (
            (5, 0, 2),
            (6, 0, 2),
            (6, 5, 3),
            (6, 4, 2),
            (11, 0, 3),
        ):
            line.write({"product_uom_qty": quantity, "off_tolerance": accepted})
            with self.subTest(quantity=quantity, accepted=accepted):
                row = self._read("supplier_totals", producers=self.producer.ids)[0]
                self.assertEqual(row["cases"], cases)

    def test_the_delivery_list_has_each_order_once(self):
        rows = self._read("delivery")
        self.assertEqual(
            {row["order"]: row["order_total"] for row in rows},
            {order.name: order.amount_total for order in self.orders},
        )
        self.assertEqual([row["line_count"] for row in rows], [2, 2, 2])
        self.assertEqual([row["point"] for row in rows][-1], "School")

    def test_products_tell_what_is_sold_and_left(self):
        rows = self._read("products")
        told = {(row["hub"], row["product"]): row for row in rows}
        self.assertEqual(len(rows), 6)
        carrots = told["Hub A", "Carrots"]
        self.assertEqual(
            [
                carrots[name]
                for name in ("declared", "reserved", "available", "price", "sold")
            ],
            [1000, 12, 988, 3.0, 9],
        )
        self.assertEqual(carrots["purchase_price"], 2.5)
        self.assertEqual(told["Hub C", "Carrots"]["sold"], 3)
        self.assertEqual(told["Hub A", "Leeks"]["availability"], "demand")

    def test_packs_are_told_in_the_product_s_unit(self):
        crate = self.env["uom.uom"].create(
            {
                "name": "Crate",
                "relative_factor": 12,
                "relative_uom_id": self.product.uom_id.id,
            }
        )
        self.product.product_tmpl_id.uom_ids = [Command.link(crate.id)]
        order = self._order({self.leeks: 1}, 2, self.other)
        order.order_line = [
            Command.create(
                {
                    "product_id": self.product.id,
                    "product_uom_id": crate.id,
                    "product_uom_qty": 2,
                }
            )
        ]
        rows = self._read("orders_distributors", customers=self.families[2].ids)
        crates = [row for row in rows if row["ordered"] == 24]
        self.assertEqual([row["price"] for row in crates], [2.5])

    def test_variants_and_the_user_s_language(self):
        self.product.with_context(lang="fr_FR").name = "Carottes"
        user = self.coordinator_a
        reports = self._get_reports(user).with_context(lang="fr_FR")
        rows = self._read("supplier_totals", reports=reports)
        self.assertIn("Carottes", [row["product"] for row in rows])
        report = reports._get_report("supplier_totals")
        self.assertEqual(reports._get_layout(report).columns[0].label, "Producteur")

    # -- filters -----------------------------------------------------------------------
    def test_filters_limit_what_is_summed(self):
        for filters, ordered in (
            ({"hubs": self.hub_c.ids}, 5),
            ({"producers": self.producer.ids}, 14),
            ({"customers": self.families[0].ids}, 6),
            ({"points": self.point.ids}, 12),
            ({"points": self.point.ids, "producers": self.beekeeper.ids}, 1),
            ({"hubs": self.hub_b.ids}, 0),
        ):
            with self.subTest(filters=filters):
                rows = self._read("orders_distributors", **filters)
                self.assertEqual(self._sum(rows, "ordered"), ordered)

    def test_days_are_those_of_the_operator(self):
        local = self.cycle._to_local(self.edge.slot_ids.date_start).date()
        for kind, first, last, orders in (
            ("pickup", local, local, 2),
            ("pickup", local + timedelta(days=1), None, 1),
            ("pickup", None, local - timedelta(days=1), 0),
            ("order", None, Date.today() + timedelta(days=1), 3),
            ("order", Date.today() + timedelta(days=2), None, 0),
        ):
            filters = {"date_kind": kind}
            if first:
                filters["date_from"] = first.isoformat()
            if last:
                filters["date_to"] = last.isoformat()
            with self.subTest(filters=filters):
                rows = self._read("delivery", **filters)
                self.assertEqual(len(rows), orders)

    def test_carts_and_cancelled_orders_are_in_no_report(self):
        before = {code: len(self._read(code)) for code in get_codes()}
        self.exchange = self.edge
        self._create_order({self.product: 7}, self.families[0], confirm=False)
        self._order({self.product: 7}, 1)._action_cancel()
        self.assertEqual({code: len(self._read(code)) for code in get_codes()}, before)

    def test_lines_that_were_taken_out_are_in_no_report(self):
        line = self.orders[0].order_line.filtered(
            lambda line: line.product_id == self.honey
        )
        line.product_uom_qty = 0
        rows = self._read("customer_totals", customers=self.families[0].ids)
        self.assertNotIn("Honey", [row["product"] for row in rows])

    # -- the registry ------------------------------------------------------------------
    def test_the_registry_is_consistent(self):
        for code in get_codes():
            report = REPORTS[code]
            with self.subTest(code=code):
                self.assertEqual(report.code, code)
                self.assertLessEqual(set(report.columns), set(COLUMNS))
                heads = {name for group in report.groups for name in group.heads}
                self.assertLessEqual(heads, set(report.columns))
                # Rows of a group stand beside each other: its keys come first.
                keys = [name for name in report.order if name in report.grain]
                groups = [group.key for group in report.groups]
                self.assertEqual(keys[: len(groups)], groups)
