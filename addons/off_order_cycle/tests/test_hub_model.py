from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestHubModel(CycleCommon):
    """What a hub model brings to sell (rule 6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = cls.env.ref("off_hub_network.hub_model_grower_rounds")
        cls.company_a.partner_id.tz = "Europe/Paris"

    def test_a_new_hub_has_the_points_of_its_model(self):
        hubs = self.env["off.hub"].with_user(self.coordinator_a)
        hub = hubs.create({"name": "Citrus", "model_id": self.model.id})
        points = self.model.point_ids.mapped("name")
        self.assertEqual(hub.pickup_point_ids.mapped("name"), points)
        hub.model_id = self.env.ref("off_hub_network.hub_model_micro_market")
        self.assertEqual(hub.pickup_point_ids.mapped("name"), points, "they stay")

    def test_r6_a_new_hub_has_the_fees_of_its_model_and_so_do_its_cycles(self):
        hubs = self.env["off.hub"].with_user(self.coordinator_a)
        self.hub_a.with_user(self.coordinator_a).model_id = self.model
        fee = self.hub_a.fee_ids
        self.assertEqual(fee.name, "Transport of the round")
        self.assertEqual((fee.calculator, fee.amount), ("per_weight", 0.3))
        self.assertEqual(fee.beneficiary_id, self.hub_a.partner_id)
        cycle = self._create_cycle()
        self.assertEqual(cycle.fee_ids, fee)
        self.assertFalse(cycle.outgoing_ids.fee_ids)
        market = self.env.ref("off_hub_network.hub_model_micro_market")
        hub = hubs.create({"name": "Market", "model_id": market.id})
        self.assertEqual(hub.fee_ids.default_level, "outgoing")
        self._create_link(self.producer, hub)
        self.hub_a.fee_ids.active = False
        self.hub_a.with_user(self.coordinator_a).model_id = market
        self.assertEqual(self.hub_a.fee_ids, fee, "they stay")

    @freeze_time("2026-11-24 08:00:00")
    def test_a_cycle_is_planned_with_dates_offers_and_slots(self):
        self.cycle.write(
            {
                "date_open": datetime(2026, 11, 1),
                "date_close": datetime(2026, 11, 22, 19),
            }
        )
        hub = self.hub_a.with_user(self.coordinator_a)
        hub.model_id = self.model
        action = hub.action_plan_cycle()
        cycle = self.env["off.order.cycle"].browse(action["res_id"])
        # Four weeks after the last one, on a Sunday at 20:00 in France.
        self.assertEqual(cycle.date_close, datetime(2026, 12, 20, 19))
        self.assertEqual(cycle.date_open, datetime(2026, 12, 6, 19))
        self.assertEqual(cycle.state, "draft")
        self.assertIn(self.product, cycle.outgoing_ids.offer_ids.product_id)
        self.assertEqual(cycle.slot_ids.point_id, self.point)
        self.assertEqual(cycle.slot_ids.date_start, datetime(2026, 12, 26, 9))
        self.assertEqual(cycle.slot_ids.date_end, datetime(2026, 12, 26, 10))
        cycle.action_open()
        self.assertEqual(cycle.state, "open", "nothing is missing to open it")

    def test_without_dates_the_message_says_what_to_do(self):
        self.model.close_weekday_id = False
        self.hub_a.model_id = self.model
        with self.assertRaisesRegex(UserError, "choose a model that does"):
            self.hub_a.with_user(self.coordinator_a).action_plan_cycle()
        with self.assertRaisesRegex(UserError, "choose a model that does"):
            self.hub_b.action_plan_cycle()

    def test_a_hub_of_another_operator_is_not_planned(self):
        self.hub_a.model_id = self.model
        before = self.hub_a.cycle_ids
        with self.assertRaises(AccessError):
            self.hub_a.with_user(self.coordinator_b).action_plan_cycle()
        self.env.invalidate_all()
        self.assertEqual(self.hub_a.cycle_ids, before)
