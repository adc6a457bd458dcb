from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.off_order_cycle.tests.common import CycleCommon
from odoo.addons.off_order_cycle_report.tests.common import ReportCommon


@tagged("post_install", "-at_install")
class TestCrates(ReportCommon):
    """A crate for each order of a pickup, numbered once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.families[0].name = "Claire Martin"
        cls.families[1].name = "Élodie Petit"
        cls.families[2].name = "Bruno Noir"
        cls.slot = cls.edge.slot_ids
        # What an order asks for is what it gets.
        cls.cycle.incoming_ids.offer_ids.pack_size = 0

    def _as(self, record, user=None):
        user = user or self.coordinator_a
        return record.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )

    def _get_crates(self, record=None):
        return self._as(record or self.slot)._get_crates()

    def _number(self):
        return {crate["customer"]: crate["number"] for crate in self._get_crates()}

    def test_crates_are_numbered_as_lists_are_sorted(self):
        for family in (1, 0, 2):
            self._order({self.product: 1}, family)
        self.cycle.action_close()
        self.assertEqual(
            self._number(), {"Bruno Noir": 1, "Claire Martin": 2, "Élodie Petit": 3}
        )

    def test_what_was_printed_keeps_its_number(self):
        orders = [self._order({self.product: 1}, family) for family in (0, 1)]
        self.cycle.action_close()
        self._number()
        self.families[0].name = "Zoé Martin"
        # As one that is restored when the sale is opened again.
        late = self._order_late({self.leeks: 1}, self.families[2])
        self.assertEqual(
            self._number(), {"Zoé Martin": 1, "Élodie Petit": 2, "Bruno Noir": 3}
        )
        self.assertEqual([one.off_crate for one in (*orders, late)], [1, 2, 3])

    def _order_late(self, quantities, partner):
        self.cycle._go_to("open")
        order = self._create_order(quantities, partner)
        self.cycle._go_to("closed")
        return order

    def test_a_number_is_not_given_twice(self):
        first = self._order({self.product: 1}, 0)
        self._order({self.product: 1}, 1)
        self.cycle.action_close()
        self._number()
        first.with_context(disable_cancel_warning=True).state = "cancel"
        late = self._order_late({self.product: 1}, self.families[2])
        self._number()
        self.assertEqual(late.off_crate, 3)

    def test_each_order_of_a_customer_has_its_crate(self):
        self._order({self.product: 1}, 0)
        self._order({self.leeks: 1}, 0)
        self.cycle.action_close()
        self.assertEqual([one["number"] for one in self._get_crates()], [1, 2])

    def test_an_order_that_goes_elsewhere_gets_another_number(self):
        order = self._order({self.product: 1}, 0)
        other = self._order({self.product: 1}, 1)
        self.cycle.action_close()
        self._number()
        slot = self.slot.copy({"exchange_id": self.edge.id})
        order.off_slot_id = slot
        self.assertFalse(order.off_crate)
        self.assertEqual(other.off_crate, 2)
        self.assertEqual(self._get_crates(slot)[0]["number"], 1)

    def test_crates_wait_for_the_closing(self):
        self._order({self.product: 1}, 0)
        with self.assertRaisesRegex(UserError, "close the sale first"):
            self._get_crates()

    def test_crates_hold_what_was_shared_out_by_temperature(self):
        self.honey.product_tmpl_id.off_storage = "chilled"
        self._order({self.product: 5, self.honey: 1}, 0)
        self.cycle.action_close()
        self.assertEqual(self._get_crates()[0]["rows"][0]["to_pack"], 5)
        self._receive({self.product: 4})
        self.cycle.action_allocate()
        crate = self._as(self.slot)._get_sheets()[0]
        self.assertEqual(
            [
                (name, [(row["product"], float(row["to_pack"])) for row in rows])
                for name, rows in crate["groups"]
            ],
            [("Ambient", [("Carrots", 4.0)]), ("Chilled", [("Honey", 1.0)])],
        )
        self.assertEqual(crate["parcels"], [[], ["Chilled"]])

    def test_the_hub_says_how_many_parcels(self):
        self.honey.product_tmpl_id.off_storage = "frozen"
        order = self._order({self.product: 5, self.honey: 1}, 0)
        self.cycle.action_close()
        order.off_parcels = 1
        self.assertEqual(self._get_crates()[0]["parcels"], [["Frozen"]])
        order.off_parcels = 3
        self.assertEqual(len(self._as(self.slot)._get_labels()), 3)

    def test_labels_name_people_as_the_hub_says(self):
        self.families[1].is_company = True
        self._order({self.product: 1}, 0)
        self._order({self.product: 1}, 1)
        self.hub_a.label_names = "short"
        self.cycle.action_close()
        self.assertEqual(
            [crate["name"] for crate in self._get_crates()],
            ["Claire M.", "Élodie Petit"],
        )

    def test_what_is_billed_by_weight_has_a_place_for_its_weight(self):
        self.product.product_tmpl_id.off_billed_by_weight = True
        self._order({self.product: 2, self.leeks: 1}, 0)
        self.cycle.action_close()
        weighed = {
            row["product"]: row["weighed"] for row in self._get_crates()[0]["rows"]
        }
        self.assertEqual(weighed, {"Carrots": True, "Leeks": False})
        self.assertIn("about 2 kg", self._render("sheets_a5_slot", self.slot))

    def test_all_is_printed_of_a_cycle_and_of_a_pickup(self):
        orders = self._make_orders()
        self.cycle.action_close()
        for code, classes in (
            ("labels_24", "o_off_labels"),
            ("labels_62", "o_off_single"),
            ("sheets_a4", "o_off_crate_sheet"),
            ("sheets_a5", "o_off_crate_sheet"),
        ):
            with self.subTest(code=code):
                text = self._render(f"{code}_cycle", self.cycle)
                self.assertIn(classes, text)
                for order in orders:
                    self.assertIn(order.name, text)
                text = self._render(f"{code}_slot", self.other.slot_ids)
                self.assertNotIn(orders[0].name, text)
                self.assertIn(orders[-1].name, text)

    def _render(self, code, record):
        html, _kind = self._as(self.env["ir.actions.report"])._render_qweb_html(
            f"off_order_cycle_packing.{code}", record.ids
        )
        return html.decode()

    def test_the_packing_reports_tell_crates(self):
        self._make_orders()
        self.cycle.action_close()
        self._get_crates(self.cycle.slot_ids)
        for code in ("packing_crate", "packing_supplier", "packing_product"):
            with self.subTest(code=code):
                rows = self._read(code)
                self.assertTrue(all(row["crate"] for row in rows))
        rows = self._read("packing_crate", hubs=self.hub_a.ids)
        self.assertEqual(
            [(row["crate"], row["product"]) for row in rows],
            [(1, "Honey"), (1, "Carrots"), (2, "Carrots"), (2, "Leeks")],
        )

    def test_who_may_not_read_orders_prints_nothing(self):
        self._order({self.product: 1}, 0)
        self.cycle.action_close()
        clerk = new_test_user(
            self.env,
            "packing_clerk",
            groups="off_hub_network.group_user",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        with self.assertRaises(AccessError):
            self._as(self.slot, clerk)._get_crates()
        with self.assertRaises(AccessError):
            self._as(self.slot, self.coordinator_b)._get_crates()
        self.assertFalse(self._as(self.cycle, self.coordinator_b)._get_own_slots())


@tagged("post_install", "-at_install")
class TestCrateQueries(CycleCommon):
    def test_queries_do_not_grow_with_the_orders(self):
        def count(number):
            families = self.env["res.partner"].create(
                [{"name": f"Household {n}"} for n in range(number)]
            )
            case.cycle = self._create_cycle()
            case.exchange = case.cycle.outgoing_ids
            case.cycle.action_open()
            for family in families:
                self._create_order({self.leeks: 1}, family)
            case.cycle.action_close()
            slot = case.exchange.slot_ids.with_user(self.coordinator_a).with_context(
                allowed_company_ids=self.company_a.ids
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(slot._get_labels()), number)
            return self.env.cr.sql_log_count - before

        case = type(self)
        for name in ("cycle", "exchange"):
            self.addCleanup(setattr, case, name, getattr(case, name))
        count(1)
        self.assertLessEqual(count(12), count(3))
