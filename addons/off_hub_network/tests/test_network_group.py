from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import NetworkCommon


@tagged("post_install", "-at_install")
class TestNetworkGroup(NetworkCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = (
            cls.env["off.network.group"]
            .with_user(cls.coordinator_a)
            .create({"name": "Valley"})
        )
        cls.home = cls.hub_a.partner_id
        cls.stranger = cls.group.with_user(cls.coordinator_b)

    def _join_b(self):
        return self.stranger._join(self.hub_b.partner_id)

    def test_who_founds_it_administers_it(self):
        membership = self.group.membership_ids
        self.assertEqual(membership.member_id, self.home)
        self.assertEqual(membership.state, "admin")

    def test_it_has_no_company(self):
        self.assertNotIn("company_id", self.group._fields)

    def test_what_is_its_members_is_hidden_from_others(self):
        self.group.visibility = "members"
        self.assertFalse(self.stranger.search([("id", "=", self.group.id)]))
        with self.assertRaises(AccessError):
            self.stranger.read(["name"])
        with self.assertRaisesRegex(AccessError, "has to invite you"):
            self._join_b()
        self.group.visibility = "public"
        self.assertEqual(self.stranger.name, "Valley")

    def test_who_only_asked_sees_no_more_than_others(self):
        self._join_b()
        self.group.visibility = "members"
        with self.assertRaises(AccessError):
            self.stranger.read(["name"])

    def test_only_administrators_change_it(self):
        with self.assertRaises(AccessError):
            self.stranger.name = "Taken over"

    def test_a_request_waits_for_an_administrator(self):
        membership = self._join_b()
        self.assertEqual(membership.state, "requested")
        self.assertNotIn(self.hub_b.partner_id, self.group.sudo().member_ids)
        with self.assertRaises(AccessError):
            membership.with_user(self.coordinator_b).action_accept()
        membership.with_user(self.coordinator_a).action_accept()
        self.assertIn(self.hub_b.partner_id, self.group.sudo().member_ids)
        self.assertEqual(self.stranger.name, "Valley")

    def test_an_open_group_is_joined_at_once_and_left(self):
        self.group.join_policy = "open"
        self.assertEqual(self._join_b().state, "member")
        self.stranger._leave(self.hub_b.partner_id)
        self.assertNotIn(self.hub_b.partner_id, self.group.sudo().member_ids)

    def test_by_invitation_nobody_comes_uninvited(self):
        self.group.join_policy = "invited"
        with self.assertRaisesRegex(UserError, "by invitation"):
            self._join_b()
        invitation = self.env["off.network.membership"].with_user(self.coordinator_a)
        invitation = invitation.create(
            {
                "group_id": self.group.id,
                "member_id": self.hub_b.partner_id.id,
                "state": "admin",
            }
        )
        self.assertEqual(invitation.state, "invited")
        self.assertEqual(self._join_b().state, "member")

    def test_nobody_joins_for_another(self):
        self.group.join_policy = "open"
        with self.assertRaisesRegex(AccessError, "your own member"):
            self.stranger._join(self.home)

    def test_nobody_but_an_administrator_invites(self):
        with self.assertRaises(AccessError):
            self.env["off.network.membership"].with_user(self.coordinator_b).create(
                {"group_id": self.group.id, "member_id": self.producer.id}
            )

    def test_a_state_is_not_written_by_hand(self):
        membership = self._join_b().with_user(self.coordinator_a)
        with self.assertRaises(AccessError):
            membership.state = "admin"

    def test_the_last_administrator_names_another_before_it_leaves(self):
        self._join_b().with_user(self.coordinator_a).action_accept()
        with self.assertRaisesRegex(UserError, "last administrator"):
            self.group._leave(self.home)
        membership = self.group.sudo()._get_membership(self.hub_b.partner_id)
        membership.with_user(self.coordinator_a).action_make_administrator()
        self.group._leave(self.home)
        self.stranger.name = "Valley of B"

    def test_a_portal_member_reads_public_groups_and_its_own(self):
        user = new_test_user(self.env, "grower", groups="base.group_portal")
        user.partner_id.parent_id = self.producer
        self.group.visibility = "members"
        groups = self.env["off.network.group"].with_user(user)
        self.assertFalse(groups.search([]))
        self.env["off.network.membership"].create(
            {"group_id": self.group.id, "member_id": self.producer.id}
        )
        self.assertEqual(groups.search([]), self.group)
        with self.assertRaises(AccessError):
            groups.search([]).read(["member_ids"])

    def test_a_hidden_member_is_not_shown_by_its_group(self):
        self.group.join_policy = "open"
        self._join_b()
        self.hub_b.partner_id.off_visibility = "hidden"
        shown = self.group._get_shown_members()
        self.assertEqual(shown, self.home)
        self.assertNotIn(
            self.hub_b.partner_id.id, [row[0] for row in self.group._get_map_points()]
        )

    def test_a_family_of_the_operator_is_not_in_its_groups(self):
        self.group.visibility = "members"
        family = new_test_user(
            self.env,
            "family",
            groups="base.group_portal",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        self.assertFalse(self.env["off.network.group"].with_user(family).search([]))
