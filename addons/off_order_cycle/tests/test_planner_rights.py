import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common_planner import PlannerCommon


@tagged("post_install", "-at_install")
class TestPlannerRights(PlannerCommon):
    """Rule 7 where no planner is used: over the ORM, so in every form and import."""

    def _refused(self, record, method, *args, user=None):
        record = record.with_user(user or self.manager).with_context(
            allowed_company_ids=(user or self.manager).company_ids.ids
        )
        with self.assertRaises(AccessError, msg=f"{record._name}.{method}{args}"):
            getattr(record, method)(*args)
            self.env.flush_all()

    def test_r7_only_the_coordinator_says_what_is_supplied(self):
        self._refused(self.carrots_in, "write", {"price": 1.0})
        self._refused(self.carrots_in, "unlink")
        self._refused(
            self.env["off.offer"],
            "create",
            {
                "exchange_id": self.incoming.id,
                "product_id": self._create_product("Beet").id,
                "price": 1.0,
            },
        )
        mine = self._sold(self.edge_a, self.product)
        self._refused(
            mine, "write", {"exchange_id": self.incoming.id, "incoming_id": False}
        )

    def test_r7_only_the_coordinator_says_who_takes_part(self):
        other = self._create_producer("Other")
        self._refused(self.edge_second, "unlink")
        self._refused(self.incoming, "unlink")
        self._refused(self.edge_second, "write", {"hub_id": self.hub_a.id})
        self._refused(self.incoming, "write", {"producer_id": other.id})
        self._refused(
            self.env["off.exchange"],
            "create",
            {
                "cycle_id": self.draft.id,
                "direction": "outgoing",
                "hub_id": self._create_hub("Third", self.company_a).id,
            },
        )

    def test_r7_only_the_coordinator_sets_dates_and_fees(self):
        fee = self._create_fee(self.hub_a)
        self._refused(self.draft, "write", {"date_close": self.draft.date_close})
        self._refused(self.draft, "write", {"fee_ids": [Command.link(fee.id)]})
        self._refused(self.incoming, "write", {"fee_ids": [Command.link(fee.id)]})
        self._refused(
            self.draft, "write", {"incoming_ids": [Command.delete(self.incoming.id)]}
        )

    def test_r14_a_status_follows_from_its_steps(self):
        coordinator = self.coordinator_a
        for vals in ({"state": "settled"}, {"closing_number": 3}):
            self._refused(self.draft, "write", vals, user=coordinator)
        order = self.env["off.standing.order"].create(
            {"partner_id": self.families[0].id, "hub_id": self.hub_a.id}
        )
        self._refused(order, "write", {"state": "active"}, user=coordinator)
        for model, vals in (
            ("off.standing.order", {"partner_id": self.families[0].id}),
            ("off.order.cycle", {"name": "Mine"}),
        ):
            vals |= {"state": "active" if "standing" in model else "open"}
            self._refused(self.env[model], "create", vals, user=coordinator)

    def test_r7_only_the_coordinator_says_what_a_producer_asks(self):
        vals = {"exchange_id": self.incoming.id, "least": 100}
        self._refused(self.env["off.cycle.minimum"], "create", vals)
        minimum = self.env["off.cycle.minimum"].create(vals)
        self._refused(minimum, "write", {"least": 1})
        self._refused(minimum, "unlink")
        own = self.env["off.cycle.minimum"].with_user(self.manager)
        own.create({"exchange_id": self.edge_second.id, "least": 5, "scope": "order"})

    def test_a_cycle_with_orders_of_another_operator_is_not_cancelled(self):
        self.env["stock.warehouse"].create(
            {"name": "B", "code": "BBB", "company_id": self.company_b.id}
        )
        offer = self.env["off.offer"].create(
            {
                "exchange_id": self.edge_b.id,
                "product_id": self.product.id,
                "incoming_id": self.carrots_in.id,
                "price": 3.1,
            }
        )
        point = self.env["off.pickup.point"].create(
            {"name": "Barn", "hub_id": self.hub_b.id}
        )
        slots = self.draft.slot_ids
        for edge in (self.edge_b, self.edge_second):
            slots |= slots[0].copy(
                {"exchange_id": edge.id, "point_id": point.id}
                if edge == self.edge_b
                else {"exchange_id": edge.id}
            )
        self.draft.action_open()
        order = (
            self.env["sale.order"]
            .with_company(self.company_b)
            .create(
                {
                    "partner_id": self.families[0].id,
                    "company_id": self.company_b.id,
                    "off_exchange_id": self.edge_b.id,
                    "off_slot_id": self.edge_b.slot_ids.id,
                    "order_line": [Command.create({"product_id": self.product.id})],
                }
            )
        )
        self.assertEqual(order.order_line.off_offer_id, offer)
        order.action_confirm()
        with self.assertRaisesRegex(UserError, "has orders"):
            self._as(self.coordinator_a).action_cancel()
        # Closing buys what they ordered, though its coordinator does not see it.
        self._as(self.coordinator_a).action_close()
        self.env.invalidate_all()
        self.assertTrue(order.locked)
        self.assertEqual(self.draft.purchase_ids.order_line.product_qty, 1)

    def test_r7_a_participating_operator_edits_its_own_exchange_only(self):
        fee = self._create_fee(self.hub_b)
        for vals in ({"cycle_ids": self.draft.ids}, {"exchange_ids": self.edge_a.ids}):
            with self.subTest(vals):
                self._refused(fee, "write", vals, user=self.coordinator_b)
        for record, vals in (
            (self.draft, {"name": "Mine"}),
            (self.edge_a, {"fee_ids": [Command.clear()]}),
            (self.carrots_in, {"price": 1.0}),
        ):
            self._refused(record, "write", vals, user=self.coordinator_b)
        edge = self.edge_b.with_user(self.coordinator_b)
        edge.fee_ids = [Command.link(fee.id)]
        fee.with_user(self.coordinator_b).exchange_ids = [Command.clear()]
        self.assertFalse(self.edge_b.fee_ids)

    def test_r7_who_keeps_a_hub_edits_what_it_sells(self):
        fee = self._create_fee(self.second)
        edge = self.edge_second.with_user(self.manager)
        edge.write(
            {
                "fee_ids": [Command.link(fee.id)],
                "offer_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "incoming_id": self.carrots_in.id,
                            "price": 3.0,
                        }
                    )
                ],
            }
        )
        offer = self._sold(self.edge_second, self.product)
        offer.with_user(self.manager).write({"price": 3.2, "declared_qty": 5})
        self.assertEqual(offer.with_user(self.manager).ordered_qty, 0)
        offer.with_user(self.manager).unlink()
        self.assertFalse(edge.offer_ids)

    def test_r8_orders_of_hubs_that_one_does_not_see_count(self):
        offer = self.env["off.offer"].create(
            {
                "exchange_id": self.edge_b.id,
                "product_id": self.product.id,
                "incoming_id": self.carrots_in.id,
                "price": 3.1,
            }
        )
        offer._draw({offer: 2})
        answer = self._save(supplied=[[self.incoming.id, self.product.id, 2.5, None]])
        self._assert_refused(
            answer, f"s:{self.incoming.id}:{self.product.id}", "^2 in orders"
        )

    def _create_fee(self, hub):
        return self.env["off.fee"].create(
            {
                "name": "Work",
                "hub_id": hub.id,
                "calculator": "flat_per_item",
                "amount": 0.1,
            }
        )


@tagged("post_install", "-at_install")
class TestPlannerRightsOverHttp(HttpCase, PlannerCommon):
    def _post(self, user, model, method, **params):
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            .sudo()
            ._generate("rpc", "Planner", None)
        )
        self.env.flush_all()
        return self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(params),
            headers={
                "Authorization": f"Bearer {key}",
                "Content-Type": "application/json",
            },
        )

    def test_r7_holds_for_programs(self):
        cell = self._cell(self.edge_second, self.product, None, [2.9, None, 0])
        for method, params in (
            ("save_planner", {"changes": {"leave": self.edge_second.ids}}),
            ("write", {"vals": {"name": "Mine"}}),
        ):
            answer = self._post(
                self.manager, "off.order.cycle", method, ids=self.draft.ids, **params
            )
            self.assertEqual(answer.status_code, 403, answer.text)
        for model, record in (
            ("off.exchange", self.edge_second),
            ("off.offer", self.carrots_in),
        ):
            answer = self._post(self.manager, model, "unlink", ids=record.ids)
            self.assertEqual(answer.status_code, 403, answer.text)
        answer = self._post(
            self.manager,
            "off.order.cycle",
            "save_planner",
            ids=self.draft.ids,
            changes={"cells": [cell]},
        )
        self.assertEqual(answer.json()["errors"], [], answer.text)
        self.env.invalidate_all()
        self.assertEqual(self._sold(self.edge_second, self.product).price, 2.9)
