from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_planner import PlannerCommon, as_text


@tagged("post_install", "-at_install")
class TestPlanner(PlannerCommon):
    """What the planner shows, and what it saves."""

    def test_a_coordinator_sees_what_is_supplied_and_what_could_be(self):
        beet = self._create_product("Beet", price=2.0)
        planner = self._as(self.coordinator_a).get_planner()
        rows = {row[2]: row for row in planner["rows"]}
        self.assertEqual(rows["Carrots"][5:], [self.carrots_in.id, 2.5, 0.0, 0])
        self.assertEqual(rows["Beet"][:2], [self.incoming.id, beet.id])
        self.assertEqual(rows["Beet"][5:], [0, 2.0, 0, 0])
        self.assertTrue(planner["may_plan"])
        self.assertEqual(
            [(one[2], one[3]) for one in planner["outgoing"]],
            [("Hub A", True), ("Second", True)],
        )
        self.assertIn([self.edge_a.id, self.incoming.id, 2, 0.0], planner["counts"])

    def test_cells_tell_what_is_sold_and_what_it_would_cost(self):
        self.env["off.catalog.item"].create(
            {
                "hub_id": self.second.id,
                "product_id": self.leeks.id,
                "visible": False,
            }
        )
        offer = self._sold(self.edge_a, self.product)
        cells = self._as(self.coordinator_a).get_planner_cells(
            [self.carrots_in.id, self.leeks_in.id]
        )
        self.assertEqual(cells[self.edge_a.id][0], [offer.id, 2.5, None, 0.0, 0.0])
        self.assertEqual(cells[self.edge_second.id], [2.5, None])
        self.assertNotIn(self.edge_b.id, cells)

    def test_one_save_sells_changes_and_removes(self):
        self._assert_saved(
            self._save(
                cells=[
                    self._cell(
                        self.edge_a, self.product, [2.5, None, 0.0], [2.8, 40, 3]
                    ),
                    self._cell(self.edge_a, self.leeks, [3.0, None, 0.0], None),
                    self._cell(self.edge_second, self.leeks, None, [3.3, None, 0]),
                ]
            )
        )
        offer = self._sold(self.edge_a, self.product)
        self.assertEqual(
            (offer.price, offer.on_demand, offer.declared_qty, offer.customer_limit),
            (2.8, False, 40, 3),
        )
        self.assertFalse(self._sold(self.edge_a, self.leeks))
        self.assertEqual(self._sold(self.edge_second, self.leeks).price, 3.3)

    def test_cases_are_planned_beside_the_price(self):
        key = self.incoming.id, self.product.id
        answer = self._save(packs=[[*key, [0, 0], [6, 12]]])
        self._assert_saved(answer)
        self.assertEqual(answer["packs"], [[*key, 6, 12]])
        self.assertEqual(
            (self.carrots_in.pack_size, self.carrots_in.minimum_qty), (6, 12)
        )
        planner = self._as(self.coordinator_a).get_planner()
        self.assertEqual(planner["packs"], [[*key, 6, 12]])
        place = f"k:{key[0]}:{key[1]}"
        self._assert_refused(
            self._save(packs=[[*key, [0, 0], [4, 0]]]), place, "meanwhile"
        )
        self._assert_refused(
            self._save(packs=[[*key, [6, 12], [-1, 0]]]), place, "fits here"
        )
        beet = self._create_product("Beet", price=2.0)
        new = self.incoming.id, beet.id
        self._assert_refused(
            self._save(packs=[[*new, [0, 0], [3, 0]]]),
            f"k:{new[0]}:{new[1]}",
            "not supplied",
        )
        self._assert_saved(
            self._save(supplied=[[*new, None, 2.0]], packs=[[*new, [0, 0], [3, 0]]])
        )
        self.assertEqual(self._sold(self.incoming, beet).pack_size, 3)
        with self.assertRaises(AccessError):
            self._save(self.coordinator_b, packs=[[*key, [6, 12], [2, 0]]])
        self.assertEqual(self.carrots_in.pack_size, 6)

    def test_a_producer_joins_with_its_products_in_one_save(self):
        other = self._create_producer("Other")
        self._create_link(other, self.hub_a)
        eggs = self._create_product("Eggs", off_producer_id=other.id)
        answer = self._save(
            join=[[-1, "incoming", other.id]],
            supplied=[[-1, eggs.id, None, 4.0]],
            cells=[[self.edge_a.id, -1, eggs.id, None, [5.0, None, 0]]],
        )
        self._assert_saved(answer)
        offer = self._sold(self.edge_a, eggs)
        self.assertEqual((offer.incoming_id.price, offer.price), (4.0, 5.0))
        self.assertEqual(answer["offers"], [[-1, eggs.id, offer.incoming_id.id]])

    def test_a_hub_joins_with_its_pickup_and_fees(self):
        third = self._create_hub("Third", self.company_a)
        point = self.env["off.pickup.point"].create(
            {"name": "Barn", "hub_id": third.id}
        )
        fee = self.env["off.fee"].create(
            {
                "name": "Work",
                "hub_id": third.id,
                "calculator": "flat_per_item",
                "amount": 0.1,
            }
        )
        start = fields.Datetime.now() + timedelta(days=4)
        slot = [point.id, as_text(start), as_text(start + timedelta(hours=1)), 20]
        answer = self._save(
            join=[[-1, "outgoing", third.id]],
            slots=[[-2, -1, None, slot]],
            fees=[[-1, [fee.id], []]],
        )
        self._assert_saved(answer)
        edge = self.env["off.exchange"].browse(answer["joined"][-1])
        self.assertEqual((edge.hub_id, edge.fee_ids), (third, fee))
        self.assertEqual(edge.slot_ids.declared_qty, 20)

    def test_r8_removing_what_is_supplied_removes_it_everywhere(self):
        self._assert_saved(
            self._save(
                supplied=[[self.incoming.id, self.product.id, 2.5, None]],
            )
        )
        offers = self.draft.exchange_ids.offer_ids
        self.assertNotIn(self.product, offers.product_id)
        self.assertIn(self.leeks, offers.product_id)

    def test_r8_what_orders_hold_stays_and_is_told_at_its_row(self):
        order = self._create_order({self.product: 3})
        incoming = self.cycle.incoming_ids
        planner = self._as(self.coordinator_a, self.cycle).get_planner()
        row = next(row for row in planner["rows"] if row[1] == self.product.id)
        self.assertEqual(row[7], 3.0)
        answer = self._save(
            cycle=self.cycle,
            supplied=[[incoming.id, self.product.id, 2.5, None]],
        )
        self._assert_refused(answer, f"s:{incoming.id}:{self.product.id}", "^3 in ord")
        answer = self._save(cycle=self.cycle, leave=[self.exchange.id])
        self._assert_refused(answer, f"x:{self.exchange.id}", "Carrots")
        self.assertEqual(order.order_line.product_uom_qty, 3)

    def test_r8_a_cart_loses_what_left_and_is_told(self):
        cart = self._create_order({self.product: 3, self.leeks: 1}, confirm=False)
        incoming = self.cycle.incoming_ids
        planner = self._as(self.coordinator_a, self.cycle).get_planner()
        row = next(row for row in planner["rows"] if row[1] == self.product.id)
        self.assertEqual(row[8], 1)
        self._assert_saved(
            self._save(
                cycle=self.cycle,
                supplied=[[incoming.id, self.product.id, 2.5, None]],
            )
        )
        self.assertEqual(cart.order_line.product_id, self.leeks)
        self.assertIn("Carrots", cart.message_ids[0].body)

    def test_nothing_is_saved_beside_an_error(self):
        answer = self._save(
            cells=[
                self._cell(self.edge_a, self.product, [2.5, None, 0.0], [9.0, None, 0]),
                self._cell(self.edge_a, self.leeks, [3.0, None, 0.0], [-1, None, 0]),
            ]
        )
        key = f"c:{self.edge_a.id}:{self.incoming.id}:{self.leeks.id}"
        self._assert_refused(answer, key, "no price")
        self.assertEqual(self._sold(self.edge_a, self.product).price, 2.5)

    def test_what_somebody_else_changed_is_told_not_overwritten(self):
        offer = self._sold(self.edge_a, self.product)
        self._as(self.manager)
        offer.with_user(self.manager).price = 2.6
        change = self._cell(self.edge_a, self.product, [2.5, None, 0], [2.7, None, 0])
        answer = self._save(cells=[change])
        key = f"c:{self.edge_a.id}:{self.incoming.id}:{self.product.id}"
        self._assert_refused(answer, key, "manager_a.*2.60")
        self.assertEqual(answer["errors"][0][2], [2.6, None, 0.0])
        self.assertEqual(offer.price, 2.6)
        other = self._cell(self.edge_a, self.leeks, [3.0, None, 0], [3.5, None, 0])
        self._assert_saved(self._save(cells=[other]))

    def test_slots_are_changed_and_removed(self):
        slot = self.edge_a.slot_ids
        seen = [self.point.id, as_text(slot.date_start), as_text(slot.date_end), None]
        late = as_text(slot.date_end + timedelta(hours=1))
        new = [*seen[:2], late, 12]
        self._assert_saved(self._save(slots=[[slot.id, self.edge_a.id, seen, new]]))
        self.assertEqual(slot.declared_qty, 12)
        answer = self._save(
            slots=[[slot.id, self.edge_a.id, new, [*seen[:1], late, late, None]]]
        )
        self._assert_refused(answer, f"t:{slot.id}", "end of the pickup")
        self._assert_saved(self._save(slots=[[slot.id, self.edge_a.id, new, None]]))
        self.assertFalse(slot.exists())

    def test_pickups_and_fees_are_those_of_this_cycle(self):
        theirs = self.cycle.slot_ids
        value = [self.point.id, "2100-01-01 10:00:00", "2100-01-01 12:00:00", None]
        for key, edge in (
            (theirs.id, self.edge_a.id),
            (theirs.id, self.edge_second.id),
        ):
            answer = self._save(slots=[[key, edge, None, value]])
            self._assert_refused(answer, f"t:{key}", "of another hub")
        fee = self.env["off.fee"].create(
            {"name": "Work", "hub_id": self.hub_a.id, "calculator": "flat_per_item"}
        )
        answer = self._save(fees=[[self.exchange.id, fee.ids, []]])
        self._assert_refused(answer, f"f:{self.exchange.id}", "takes no part")
        self.assertFalse(self.exchange.fee_ids)

    def test_a_pickup_leaves_the_carts_and_stays_with_orders(self):
        cart = self._create_order({self.product: 1}, confirm=False)
        order = self._create_order({self.product: 1}, self.families[1])
        slot = self.exchange.slot_ids
        with self.assertRaisesRegex(UserError, "Move them to another"):
            slot.unlink()
        order.off_slot_id = slot.copy()
        slot.unlink()
        self.assertFalse(cart.off_slot_id)

    def test_a_closed_cycle_is_not_planned(self):
        self._create_order({self.product: 3})
        self.cycle.action_close()
        self.assertFalse(
            self._as(self.coordinator_a, self.cycle).get_planner()["may_sell"]
        )
        with self.assertRaisesRegex(UserError, "stays as it was sold"):
            self._save(cycle=self.cycle, leave=[self.exchange.id])

    # -- rule 7 ------------------------------------------------------------------------
    def test_r7_who_keeps_a_hub_saves_its_offers_only(self):
        self._assert_saved(
            self._save(
                self.manager,
                cells=[
                    self._cell(self.edge_second, self.product, None, [2.9, None, 0])
                ],
            )
        )
        self.assertEqual(self._sold(self.edge_second, self.product).price, 2.9)
        for changes in (
            {"supplied": [[self.incoming.id, self.product.id, 2.5, None]]},
            {"supplied": [[self.incoming.id, self.product.id, 2.5, 1.0]]},
            {"leave": [self.edge_second.id]},
            {"join": [[-1, "outgoing", self.hub_a.id]]},
            {"fees": [[0, [], []]]},
        ):
            with self.subTest(changes), self.assertRaises(AccessError):
                self._save(self.manager, **changes)

    def test_r7_another_operator_sells_what_is_supplied_without_its_price(self):
        planner = self._as(self.manager_b).get_planner()
        self.assertEqual([one[2] for one in planner["outgoing"]], ["Hub B"])
        self.assertEqual({row[6] for row in planner["rows"]}, {None})
        cells = self._as(self.manager_b).get_planner_cells([self.carrots_in.id])
        self.assertEqual(cells, {self.edge_b.id: [None]})
        self._assert_saved(
            self._save(
                self.manager_b,
                cells=[self._cell(self.edge_b, self.product, None, [3.1, None, 0])],
            )
        )
        self.assertEqual(self._sold(self.edge_b, self.product).price, 3.1)
        foreign = self._cell(self.edge_a, self.product, [2.5, None, 0], None)
        answer = self._save(self.manager_b, cells=[foreign])
        self._assert_refused(
            answer,
            f"c:{self.edge_a.id}:{self.incoming.id}:{self.product.id}",
            "does not sell here",
        )

    def test_r7_the_coordinator_keeps_what_it_may_not_see(self):
        self.env["off.offer"].create(
            {
                "exchange_id": self.edge_b.id,
                "product_id": self.product.id,
                "incoming_id": self.carrots_in.id,
                "price": 3.1,
            }
        )
        change = self._cell(self.edge_a, self.product, [2.5, None, 0], [2.7, None, 0])
        self._assert_saved(
            self._save(
                cells=[change],
                supplied=[[self.incoming.id, self.product.id, 2.5, 2.4]],
            )
        )
        self.assertEqual(self._sold(self.edge_b, self.product).price, 3.1)

    def test_who_takes_no_part_sees_nothing(self):
        for read in ("get_planner", "save_planner"):
            with self.assertRaises(AccessError):
                args = [{}] if read == "save_planner" else []
                getattr(self._as(self.coordinator_b, self.cycle), read)(*args)


@tagged("post_install", "-at_install")
class TestPlannerQueries(PlannerCommon):
    """Queries do not grow with the number of offers."""

    def _count(self, call):
        self._as(self.coordinator_a)
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_reading_and_saving_take_as_many_queries_for_many_offers(self):
        counts = []
        for number in (1, 2, 40):  # the first one fills the caches
            for index in range(number):
                self._create_product(f"Product {number}-{index}", price=1.0)
            self.draft.action_fill_offers()
            cycle = self._as(self.coordinator_a)
            offers = self.draft.incoming_ids.offer_ids
            seen = [1.0, None, 0.0]
            cells = [
                self._cell(self.edge_a, offer.product_id, seen, [2.0, None, 0.0])
                for offer in offers - self.carrots_in - self.leeks_in
                if self._sold(self.edge_a, offer.product_id).price == 1.0
            ]
            counts.append(
                (
                    self._count(cycle.get_planner),
                    self._count(partial(cycle.get_planner_cells, offers.ids)),
                    self._count(partial(cycle.save_planner, {"cells": cells})),
                )
            )
        for few, many, most in zip(*counts[1:], (74, 20, 28), strict=True):
            self.assertLessEqual(many, few + 2)
            self.assertLessEqual(many, most)
