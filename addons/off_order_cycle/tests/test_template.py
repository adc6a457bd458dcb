from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 08:00:00")
class TestTemplate(CycleCommon):
    """A cycle kept as a template (rule 13). It opens on Monday 2 March at 9:00 in
    Paris, closes on Wednesday and is handed over on Thursday the 5th."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_a.partner_id.tz = "Europe/Paris"
        action = cls.cycle.action_keep_as_template()
        cls.template = cls.env["off.order.cycle"].browse(action["res_id"])

    @classmethod
    def _create_cycle(cls):
        with freeze_time("2026-03-02 08:00:00"):
            return super()._create_cycle()

    def test_r13_cycles_of_a_template_follow_each_other_by_the_clock(self):
        first = self.template._plan_from_template()
        self.assertEqual(first.date_open, datetime(2026, 3, 9, 8))
        self.assertEqual(first.slot_ids.date_start, datetime(2026, 3, 12, 8))
        self.assertEqual((first.state, first.is_template), ("draft", False))
        self.assertEqual(
            first.outgoing_ids.offer_ids.product_id, self.product + self.leeks
        )
        second = self.template._plan_from_template()
        self.assertEqual(second.date_open, datetime(2026, 3, 16, 8))
        with freeze_time("2026-04-01 08:00:00"):
            # Summer time began on the 29th.
            later = self.template._plan_from_template()
        self.assertEqual(later.date_open, datetime(2026, 4, 6, 7))
        self.assertIn("First week, closes", later.name)

    def test_the_first_one_comes_after_the_cycle_that_became_the_template(self):
        self.cycle.action_close()
        later = self.cycle.copy(
            {"date_open": "2026-03-16 08:00:00", "date_close": "2026-03-18 08:00:00"}
        )
        action = later.action_keep_as_template()
        template = self.env["off.order.cycle"].browse(action["res_id"])
        first = template._plan_from_template()
        self.assertEqual(first.date_open, datetime(2026, 3, 23, 8))

    def test_a_template_keeps_its_own_dates_and_has_no_orders(self):
        self.assertEqual(self.template.date_open, self.cycle.date_open)
        self.assertEqual(
            self.template.slot_ids.date_start, self.cycle.slot_ids.date_start
        )
        self.assertFalse(self.template.order_ids)

    def test_a_template_never_opens(self):
        with self.assertRaisesRegex(UserError, "is a template"):
            self.template.action_open()
        with self.assertRaisesRegex(UserError, "is a template"):
            self.template.action_cancel()
        with self.enter_registry_test_mode():
            self.env.ref(
                "off_order_cycle.ir_cron_open_and_close"
            ).method_direct_trigger()
        self.assertEqual(self.template.state, "draft")
        self.assertFalse(self.template.failure)

    def test_a_template_is_in_no_list_and_on_no_timeline(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_order_cycle.off_order_cycle_action"
        )
        self.assertIn("is_template", action["domain"])
        hubs = (
            self.env["off.order.cycle"]
            .with_user(self.coordinator_a)
            .get_timeline("2026-02-01 00:00:00", "2026-04-01 00:00:00")
        )
        names = [cycle[1] for hub in hubs for cycle in hub["cycles"]]
        self.assertEqual(names, ["First week"])

    def test_standing_orders_do_not_wait_for_a_template(self):
        order = self.env["off.standing.order"].create(
            {
                "name": "Basket",
                "partner_id": self.families[0].id,
                "hub_id": self.hub_a.id,
                "point_id": self.point.id,
                "line_ids": [(0, 0, {"product_id": self.product.id})],
            }
        )
        order.action_activate()
        planned = self._create_cycle()
        order._plan_deliveries()
        self.assertIn(planned, order.delivery_ids.cycle_id)
        self.assertNotIn(self.template, order.delivery_ids.cycle_id)

    def test_a_template_that_a_schedule_repeats_is_not_deleted(self):
        self.env["off.cycle.schedule"].create(
            {
                "name": "Thursdays",
                "hub_id": self.hub_a.id,
                "template_id": self.template.id,
                "date_first": "2026-03-12",
                "date_until": "2026-03-12",
            }
        )
        with self.assertRaisesRegex(UserError, "Thursdays"):
            self.template.unlink()

    def test_only_a_coordinator_plans_from_a_template(self):
        keeper = self._create_user(
            "keeper", self.company_a, groups="off_hub_network.group_hub_manager"
        )
        for user in (keeper, self.coordinator_b):
            template = self.template.with_user(user)
            for method in ("action_keep_as_template", "action_plan_from_template"):
                with self.assertRaises(AccessError):
                    getattr(template, method)()
        with self.assertRaisesRegex(UserError, "no template"):
            self.cycle.action_plan_from_template()


@tagged("post_install", "-at_install")
class TestTimeline(CycleCommon):
    def test_a_cycle_is_told_by_hub_until_its_last_pickup(self):
        slot = self.exchange.slot_ids
        late = slot.date_end.replace(year=2099)
        slot.copy({"date_start": slot.date_end, "date_end": late})
        self.env.flush_all()
        start = self.cycle.date_open.replace(microsecond=0)
        hubs = (
            self.env["off.order.cycle"]
            .with_user(self.coordinator_a)
            .get_timeline(str(start.replace(hour=0)), "2099-12-31 00:00:00")
        )
        (hub,) = hubs
        self.assertEqual(hub["name"], "Hub A")
        self.assertEqual(hub["cycles"][0][0], self.cycle.id)
        self.assertTrue(hub["cycles"][0][5].startswith("2099"))

    def test_another_operator_sees_no_cycle(self):
        hubs = (
            self.env["off.order.cycle"]
            .with_user(self.coordinator_b)
            .get_timeline("2000-01-01 00:00:00", "2099-12-31 00:00:00")
        )
        self.assertEqual(hubs, [])
