from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import GuestCommon


@tagged("post_install", "-at_install")
class TestGuests(GuestCommon):
    """Who takes part is the coordinator's to say, what it sells its own (rule 7)."""

    def test_an_invited_hub_joins_and_keeps_its_own_side(self):
        guest = self._invite()
        self.assertEqual(guest.state, "invited")
        self.assertFalse(self.shared.sudo().company_ids & self.company_b)
        invitation = guest.with_user(self.manager_b)
        self.assertEqual(
            (
                invitation.cycle_name,
                invitation.coordinator_id,
                invitation.producer_names,
            ),
            ("Shared week", self.hub_a.with_user(self.manager_b), "Grower"),
        )
        invitation.action_join()
        edge = guest.sudo().exchange_id
        self.assertEqual((edge.hub_id, edge.company_id), (self.hub_b, self.company_b))
        self.assertEqual(edge.offer_ids.product_id, self.product | self.leeks)
        self.assertEqual((guest.offer_count, guest.slot_count), (2, 0))
        theirs = edge.with_user(self.manager_b)
        theirs.offer_ids[0].price = 4
        with self.assertRaises(AccessError):
            self.shared.with_user(self.manager_b).write({"name": "Mine"})
        with self.assertRaises(AccessError):
            edge.with_user(self.coordinator_a).offer_ids[0].read(["price"])

    def test_nobody_answers_for_another_hub(self):
        guest = self._invite()
        for user in (
            self.coordinator_a,
            self._create_user("seller_b", self.company_b, "off_hub_network.group_user"),
        ):
            for step in (
                "action_join",
                "action_join_always",
                "action_refuse",
                "action_leave",
            ):
                with (
                    self.subTest(user=user.login, step=step),
                    self.assertRaises(AccessError),
                ):
                    getattr(guest.with_user(user), step)()
        for step in ("action_take_out", "action_invite_again"):
            with self.subTest(step=step), self.assertRaises(AccessError):
                getattr(guest.with_user(self.coordinator_b), step)()
        self.assertEqual(guest.state, "invited")

    def test_state_is_changed_by_the_buttons_only(self):
        guest = self._invite()
        for values in (
            {"state": "joined"},
            {"joins_always": True},
            {"hub_id": self.hub_a.id},
        ):
            for user in (self.coordinator_a, self.coordinator_b, self.manager_b):
                with (
                    self.subTest(values=values, user=user.login),
                    self.assertRaises(AccessError),
                ):
                    guest.with_user(user).write(values)

    def test_an_invitation_is_born_unanswered(self):
        guest = (
            self.env["off.cycle.guest"]
            .with_user(self.coordinator_a)
            .with_context(default_state="joined", default_joins_always=True)
            .create(
                {"cycle_id": self.shared.id, "hub_id": self.hub_b.id, "state": "joined"}
            )
        )
        self.assertEqual((guest.state, guest.joins_always), ("invited", False))
        self.assertFalse(self.shared.sudo().company_ids & self.company_b)

    def test_only_the_coordinator_invites(self):
        for user in (self.coordinator_b, self.manager_b):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["off.cycle.guest"].with_user(user).create(
                    {"cycle_id": self.shared.id, "hub_id": self.hub_b.id}
                )

    def test_own_hubs_and_other_currencies_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "a hub of your own"):
            self.env["off.cycle.guest"].create(
                {"cycle_id": self.shared.id, "hub_id": self.hub_a.id}
            )
        self.company_b.currency_id = self.env.ref("base.CHF")
        with self.assertRaisesRegex(ValidationError, "CHF"):
            self._invite()

    def test_the_coordinator_s_fees_are_told_and_stay_its_own(self):
        fee = self.env["off.fee"].create(
            {
                "name": "Cold store",
                "hub_id": self.hub_a.id,
                "calculator": "flat_per_order",
                "amount": 0.5,
                "tax_rule": "none",
            }
        )
        self.shared.fee_ids = fee
        self._join()
        theirs = fee.with_user(self.coordinator_b)
        self.assertIn("0.50", theirs.summary)
        own = (
            self.env["off.order.cycle"]
            .with_user(self.coordinator_b)
            .create(
                {
                    "name": "Own week",
                    "coordinator_id": self.hub_b.id,
                    "date_open": "2030-01-01",
                    "date_close": "2030-01-02",
                }
            )
        )
        fees = [one[1] for one in own.get_planner()["fees"]]
        self.assertNotIn("Cold store", fees)
        shared = self.shared.with_user(self.coordinator_b).get_planner()
        self.assertIn("Cold store", [one[1] for one in shared["fees"]])

    def test_refused_left_and_invited_again(self):
        guest = self._invite()
        guest.with_user(self.manager_b).action_refuse()
        self.assertEqual(guest.state, "refused")
        guest.action_invite_again()
        guest.with_user(self.manager_b).action_join()
        guest.with_user(self.manager_b).action_leave()
        self.assertEqual((guest.state, guest.sudo().exchange_id.id), ("left", False))
        self.assertFalse(self.shared.sudo().company_ids & self.company_b)

    def test_a_hub_with_orders_stays(self):
        edge = self._join()
        self.shared.with_user(self.coordinator_a).action_open()
        self._order(edge, {self.leeks: 1}, self.families[0])
        guest = self.shared.guest_ids
        with self.assertRaisesRegex(UserError, "Leeks"):
            guest.with_user(self.manager_b).action_leave()
        with self.assertRaisesRegex(UserError, "Leeks"):
            guest.with_user(self.coordinator_a).action_take_out()
        with self.assertRaisesRegex(UserError, "has orders"):
            self.shared.with_user(self.coordinator_a).action_cancel()
        self.assertEqual((guest.state, self.shared.state), ("joined", "open"))

    def test_who_is_not_ready_keeps_nobody_waiting(self):
        self._invite().with_user(self.manager_b).action_join()
        self.shared.with_user(self.coordinator_a).action_open()
        self.assertEqual(self.shared.state, "open")

    def test_clones_invite_again_unless_the_hub_always_comes(self):
        edge = self._join()
        offer = edge.offer_ids.filtered(lambda one: one.product_id == self.leeks)
        offer.with_user(self.manager_b).price = 9
        clone = self.shared.with_user(self.coordinator_a).copy()
        guest = clone.sudo().guest_ids
        self.assertEqual((guest.hub_id, guest.state), (self.hub_b, "invited"))
        self.assertEqual(clone.sudo().outgoing_ids.hub_id, self.hub_a)
        guest.with_user(self.manager_b).action_join_always()
        twin = guest.exchange_id
        self.assertEqual(
            twin.offer_ids.filtered(lambda one: one.product_id == self.leeks).price, 9
        )
        self.assertEqual(
            (twin.slot_ids.point_id, len(twin.slot_ids)), (self.point_b, 1)
        )
        second = clone.with_user(self.coordinator_a).copy()
        guest = second.sudo().guest_ids
        self.assertEqual((guest.state, guest.joins_always), ("joined", True))
        guest.with_user(self.manager_b).action_leave()
        third = clone.with_user(self.coordinator_a).copy()
        self.assertEqual(third.sudo().guest_ids.state, "invited")
