from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import CycleCommon


class GridCommon(CycleCommon):
    """Hub A's orders, typed by its staff."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offers = {offer.product_id: offer for offer in cls.exchange.offer_ids}
        cls.slot = cls.exchange.slot_ids
        cls.manager = cls._create_user(
            "manager_a", cls.company_a, "off_hub_network.group_hub_manager"
        )
        cls.families._off_serve_by(cls.company_a)
        cls.desk = cls.exchange.with_user(cls.manager).with_company(cls.company_a)

    def _type(self, quantities, order=None, partner=None, **values):
        """A row as the grid sends it.

        :param quantities: ``{product: quantity}``, all that is wanted
        """
        shown = {one["order"]: one for one in self.desk.get_order_grid()["rows"]}
        told = shown[order.id] if order else {"version": ""}
        partner = partner or (order or self.env["sale.order"]).partner_id
        known = [one["order"] for one in shown.values() if one["partner"] == partner.id]
        return {
            "key": f"{order.id if order else 'new'}-{partner.id}",
            "partner": partner.id,
            "order": order.id if order else False,
            "slot": self.slot[:1].id,
            "version": told["version"],
            "known": known,
            "cells": {
                str(self.offers[product].id): quantity
                for product, quantity in quantities.items()
            },
            **values,
        }

    def _save(self, *rows):
        """:return: answers by the order of ``rows``"""
        answer = self.desk.save_order_grid(list(rows))
        self.env.invalidate_all()
        return answer["rows"]

    def _get_quantities(self, order):
        return {
            offer.product_id: quantity
            for offer, quantity in order._off_get_by_offer().items()
            if quantity
        }


@tagged("post_install", "-at_install")
class TestOrderGrid(GridCommon):
    def test_the_grid_shows_products_pickups_and_orders(self):
        order = self._create_order({self.product: 3})
        grid = self.desk.get_order_grid()
        self.assertTrue(grid["is_open"])
        self.assertEqual(
            [(one["name"], one["price"], one["left"]) for one in grid["offers"]],
            [("Carrots", 2.5, 7), ("Leeks", 3.0, None)],
        )
        self.assertEqual([one["id"] for one in grid["slots"]], self.slot.ids)
        (row,) = grid["rows"]
        self.assertEqual(row["order"], order.id)
        self.assertEqual(row["partner"], self.families[0].id)
        self.assertEqual(row["cells"], {str(self.offers[self.product].id): 3})
        self.assertEqual(row["total"], order.amount_total)

    def test_new_orders_are_validated_and_draw_what_they_take(self):
        self.slot.write({"on_demand": False, "declared_qty": 5})
        rows = self._save(
            self._type({self.product: 4, self.leeks: 1}, partner=self.families[0]),
            self._type({self.product: 6}, partner=self.families[1]),
        )
        self.assertEqual([row["saved"] for row in rows], [True, True])
        orders = self.exchange._get_grid_orders()
        self.assertEqual(orders.partner_id, self.families[:2])
        self.assertEqual(set(orders.mapped("state")), {"sale"})
        self.assertEqual(self.product.off_availability_ids.available_qty, 0)
        self.assertEqual(self.slot.reserved_qty, 2)
        self.assertEqual(rows[0]["now"]["total"], 13.0)

    def test_r12_an_order_that_is_short_is_refused_whole_and_the_others_are_saved(self):
        order = self._create_order({self.product: 2})
        rows = self._save(
            self._type({self.product: 7, self.leeks: 2}, partner=self.families[1]),
            self._type({self.product: 4, self.leeks: 9}, order),
            self._type({self.product: 3}, partner=self.families[2]),
        )
        carrots = str(self.offers[self.product].id)
        self.assertEqual([row["saved"] for row in rows], [True, False, False])
        self.assertEqual(rows[1]["errors"], {carrots: "3 at most"})
        self.assertEqual(rows[2]["errors"], {carrots: "1 left"})
        self.assertEqual(self._get_quantities(order), {self.product: 2})
        self.assertEqual(self.product.off_availability_ids.available_qty, 1)
        self.assertFalse(self.families[2].sale_order_ids)

    def test_what_one_gives_back_another_gets_in_the_same_save(self):
        giver = self._create_order({self.product: 8})
        rows = self._save(
            self._type({self.product: 9}, partner=self.families[1]),
            self._type({self.product: 1}, giver),
        )
        self.assertEqual([row["saved"] for row in rows], [True, True], rows)
        self.assertEqual(self.product.off_availability_ids.available_qty, 0)

    def test_r10_a_changed_order_keeps_its_prices(self):
        order = self._create_order({self.product: 2})
        self.exchange.offer_ids.price = 9.0
        (row,) = self._save(self._type({self.product: 4, self.leeks: 1}, order))
        self.assertTrue(row["saved"])
        prices = {line.product_id: line.price_unit for line in order.order_line}
        self.assertEqual(prices, {self.product: 2.5, self.leeks: 9.0})
        self.assertEqual(row["now"]["total"], 19.0)
        self.assertIn("2 → 4", "".join(order.message_ids.mapped("body")))

    def test_nothing_left_in_a_row_cancels_the_order(self):
        order = self._create_order({self.product: 2})
        (row,) = self._save(self._type({}, order))
        self.assertTrue(row["saved"])
        self.assertFalse(row["now"])
        self.assertEqual(order.state, "cancel")
        self.assertEqual(self.product.off_availability_ids.available_qty, 10)
        self.assertEqual(self.slot.reserved_qty, 0)

    def test_what_the_customer_changed_meanwhile_is_told_and_kept(self):
        order = self._create_order({self.product: 2})
        other = self._create_order({self.product: 1}, self.families[1])
        mine, theirs = (
            self._type({self.product: 5}, order),
            self._type({self.product: 3}, other),
        )
        order.order_line.product_uom_qty = 3
        rows = self._save(mine, theirs)
        self.assertEqual([row["conflict"] for row in rows], [True, False])
        self.assertEqual(self._get_quantities(order), {self.product: 3})
        self.assertEqual(self._get_quantities(other), {self.product: 3})
        self.assertEqual(list(rows[0]["now"]["cells"].values()), [3])
        # Who looked at it and wants it all the same says so with the new version.
        (row,) = self._save({**mine, "version": rows[0]["now"]["version"]})
        self.assertTrue(row["saved"])
        self.assertEqual(self._get_quantities(order), {self.product: 5})

    def test_an_order_that_the_customer_made_meanwhile_is_told(self):
        typed = self._type({self.product: 2}, partner=self.families[0])
        theirs = self._create_order({self.leeks: 1})
        (row,) = self._save(typed)
        self.assertTrue(row["conflict"])
        self.assertEqual(row["now"]["order"], theirs.id)
        cancelled = self._type({self.leeks: 2}, theirs)
        theirs._action_cancel()
        (row,) = self._save(cancelled)
        self.assertTrue(row["conflict"])
        self.assertFalse(row["now"])

    def test_each_reason_is_told_where_it_belongs(self):
        self.offers[self.leeks].customer_limit = 3
        self.product.off_min_qty = 2
        self.slot.write({"on_demand": False, "declared_qty": 1})
        carrots, leeks = (
            str(self.offers[product].id) for product in (self.product, self.leeks)
        )
        rows = self._save(
            self._type({self.leeks: 4, self.product: 1}, partner=self.families[0]),
            self._type({self.leeks: 1.5}, partner=self.families[1], key="b"),
            self._type({self.leeks: 1}, partner=self.families[2], key="c", slot=False),
            self._type({}, partner=self.families[2], key="d"),
        )
        self.assertEqual(
            rows[0]["errors"], {leeks: "at most 3 a customer", carrots: "at least 2"}
        )
        self.assertEqual(rows[1]["errors"], {leeks: "whole numbers only"})
        self.assertIn("where and when", rows[2]["message"])
        self.assertIn("at least one product", rows[3]["message"])
        self._create_order({self.leeks: 1})
        (row,) = self._save(self._type({self.leeks: 1}, partner=self.families[1]))
        self.assertIn("pickup is full", row["message"])
        self.assertEqual(len(self.exchange._get_grid_orders()), 1)

    def test_one_reason_that_shows_only_when_saving_stops_nobody_else(self):
        """A limit counts all orders of a customer, which the cells do not show."""
        self.offers[self.leeks].customer_limit = 3
        self._create_order({self.leeks: 2})
        rows = self._save(
            self._type({self.leeks: 2}, partner=self.families[0], key="first"),
            *(
                self._type({self.leeks: 1}, partner=family)
                for family in self.families[1:]
            ),
        )
        self.assertEqual([row["saved"] for row in rows], [False, True, True])
        self.assertIn("this makes 4", rows[0]["message"])

    def test_packs_are_shown_and_changed_in_units(self):
        pack = self.env["uom.uom"].create(
            {
                "name": "Crate",
                "relative_factor": 4,
                "relative_uom_id": self.product.uom_id.id,
            }
        )
        order = self._create_order({self.product: 1}, confirm=False)
        order.order_line.product_uom_id = pack
        order.action_confirm()
        cells = self.desk.get_order_grid()["rows"][0]["cells"]
        self.assertEqual(list(cells.values()), [4])
        (row,) = self._save(self._type({self.product: 5}, order))
        self.assertTrue(row["saved"])
        self.assertEqual(self._get_quantities(order), {self.product: 5})
        self.assertEqual(self.product.off_availability_ids.available_qty, 5)

    def test_r19_cases_and_what_is_accepted_on_top(self):
        leeks = str(self.offers[self.leeks].id)
        self.offers[self.leeks].incoming_id.pack_size = 6
        order = self._create_order({self.leeks: 2, self.product: 1})
        told = {
            one["name"]: one["pack"] for one in self.desk.get_order_grid()["offers"]
        }
        self.assertEqual(told, {"Carrots": False, "Leeks": (6, 0, 2, 0)})
        answer = self.desk.save_order_grid(
            [
                self._type(
                    {self.leeks: 3, self.product: 1}, order, tops={leeks: 2, "1": 0}
                )
            ]
        )
        self.assertTrue(answer["rows"][0]["saved"], answer)
        self.assertEqual(answer["rows"][0]["now"]["tops"], {leeks: 2})
        self.assertEqual(answer["packs"], {leeks: (6, 0, 3, 2)})
        # What is not told is left as it is, what is told changes alone.
        (row,) = self._save(self._type({self.leeks: 4, self.product: 1}, order))
        self.assertEqual(row["now"]["tops"], {leeks: 2})
        (row,) = self._save(
            self._type({self.leeks: 4, self.product: 1}, order, tops={leeks: 1})
        )
        self.assertEqual((row["saved"], row["now"]["tops"]), (True, {leeks: 1}))
        new = self._type({self.leeks: 1}, partner=self.families[1], tops={leeks: 5})
        (row,) = self._save(new)
        self.assertEqual(row["now"]["tops"], {leeks: 5})
        carrots = str(self.offers[self.product].id)
        (row,) = self._save(
            self._type({self.product: 1}, partner=self.families[2], tops={carrots: 5})
        )
        self.assertEqual(row["errors"], {carrots: "no case to fill"})

    def test_r19_a_pack_that_becomes_units_keeps_what_is_accepted_on_top(self):
        pack = self.env["uom.uom"].create(
            {
                "name": "Crate",
                "relative_factor": 4,
                "relative_uom_id": self.leeks.uom_id.id,
            }
        )
        order = self._create_order({self.leeks: 1}, confirm=False)
        order.order_line.write({"product_uom_id": pack.id, "off_tolerance": 2})
        order.action_confirm()
        self._save(self._type({self.leeks: 5}, order))
        kept = order.order_line.filtered("product_uom_qty")
        self.assertEqual((kept.product_uom_qty, kept.off_tolerance), (5, 2))
        self.assertEqual(sum(order.order_line.mapped("off_tolerance")), 2)

    def test_r2_the_grid_keeps_to_the_rules_of_access(self):
        order = self._create_order({self.leeks: 1}, self.families[2])
        rule = {"hub_id": self.hub_a.id, "effect": "hide"}
        self.env["off.access.rule"].create(
            {**rule, "product_ids": self.leeks.product_tmpl_id.ids}
        )
        leeks = str(self.offers[self.leeks].id)
        refused, kept = self._save(
            self._type({self.leeks: 1, self.product: 1}, partner=self.families[0]),
            self._type({self.leeks: 1, self.product: 2}, order),
        )
        self.assertEqual(refused["errors"], {leeks: "not sold to this customer"})
        self.assertTrue(kept["saved"])
        self.hub_a.ordered_by = "members"
        (row,) = self._save(self._type({self.product: 1}, partner=self.families[0]))
        self.assertIn("Family 0 is none", row["message"])
        self.env["off.access.rule"].create(
            {**rule, "subject": "pickup", "point_ids": self.point.ids}
        )
        other = self.slot.copy({"point_id": self.point.id})
        (row,) = self._save(
            self._type({self.leeks: 1, self.product: 2}, order, slot=other.id)
        )
        self.assertIn("does not collect at Town hall", row["message"])

    def test_r12_who_is_refused_takes_nothing_from_the_others(self):
        self.offers[self.product].customer_limit = 8
        rows = self._save(
            self._type({self.product: 10}, partner=self.families[0]),
            self._type({self.product: 7}, partner=self.families[1]),
        )
        self.assertEqual([row["saved"] for row in rows], [False, True])

    def test_r12_an_order_of_a_full_day_of_orders_may_grow(self):
        self.env["off.producer.capacity"].create(
            {"producer_id": self.producer.id, "measure": "orders", "per_day": 1}
        )
        order = self._create_order({self.leeks: 1})
        grown, new = self._save(
            self._type({self.leeks: 3}, order),
            self._type({self.leeks: 1}, partner=self.families[1]),
        )
        self.assertTrue(grown["saved"], grown)
        self.assertIn("Grower can prepare no more", new["message"])

    def test_r21_what_is_saved_together_is_judged_together(self):
        self.offers[self.leeks].incoming_id.pack_size = 4
        order = self._create_order({self.leeks: 4})
        self.cycle.date_open = fields.Datetime.now() - timedelta(days=1)
        self.cycle.date_balance = fields.Datetime.now() - timedelta(hours=1)
        rows = self._save(
            self._type({self.leeks: 3}, order),
            self._type({self.leeks: 1}, partner=self.families[1]),
        )
        self.assertEqual([row["saved"] for row in rows], [True, True], rows)
        (row,) = self._save(self._type({self.leeks: 2}, order))
        self.assertIn("0 missing, this would make 1", row["message"])

    def test_r22_the_least_of_an_order_holds_for_changes_too(self):
        self.env["off.cycle.minimum"].create(
            {"exchange_id": self.exchange.id, "least": 9, "scope": "order"}
        )
        order = self._create_order({self.leeks: 4})
        (row,) = self._save(self._type({self.leeks: 2}, order))
        self.assertIn("takes orders from", row["message"])
        (row,) = self._save(self._type({self.leeks: 1, self.product: 3}, order))
        self.assertTrue(row["saved"], row)

    def test_a_closed_cycle_is_shown_and_not_changed(self):
        order = self._create_order({self.product: 2})
        row = self._type({self.product: 5}, order)
        self.cycle.action_close()
        self.assertFalse(self.desk.get_order_grid()["is_open"])
        with self.assertRaisesRegex(UserError, "not open for orders"):
            self._save(row)

    def test_only_staff_of_the_hub_types_orders(self):
        row = self._type({self.product: 1}, partner=self.families[0])
        portal = new_test_user(self.env, "portal_a", groups="base.group_portal")
        reader = self._create_user(
            "reader_a", self.company_a, "off_hub_network.group_user"
        )
        for user in (self.coordinator_b, portal, reader):
            edge = self.exchange.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    edge.get_order_grid()
                with self.assertRaises(AccessError):
                    edge.save_order_grid([row])
        self.assertFalse(self.exchange._get_grid_orders())

    def test_numbers_of_others_are_refused(self):
        hidden = self.env["res.partner"].create({"name": "Family of B"})
        hidden._off_serve_by(self.company_b)
        with self.assertRaises(AccessError):
            self._save(self._type({self.product: 1}, partner=hidden))
        order = self._create_order({self.product: 1})
        good = self._type({self.product: 2}, order)
        elsewhere = self._create_cycle().outgoing_ids.slot_ids
        for values in (
            {"partner": self.families[1].id},
            {"cells": {"0": 1}},
            {"cells": {str(self.offers[self.product].incoming_id.id): 1}},
            {"cells": {str(self.offers[self.product].id): -1}},
            {"cells": {str(self.offers[self.product].id): "1"}},
            {"slot": elsewhere.id},
            {"order": "x"},
        ):
            with (
                self.subTest(**values),
                self.assertRaisesRegex(UserError, "Load it again"),
            ):
                self._save({**good, **values})
        with self.assertRaises(UserError):
            self._save(good, good)
