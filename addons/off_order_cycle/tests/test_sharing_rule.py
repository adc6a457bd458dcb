from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestSharingRule(CycleCommon):
    """Six carrots were ordered and four arrive (rule 20)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = [
            cls._create_order({cls.product: quantity}, family)
            for quantity, family in zip((3, 2, 1), cls.families, strict=True)
        ]

    def _share(self, arrived=4):
        self.cycle.action_close()
        self._receive({self.product: arrived})
        self.cycle.action_allocate()
        return [
            sum(order.order_line.off_allocation_ids.mapped("quantity"))
            for order in self.orders
        ]

    def _create_group(self, *families):
        group = self.env["off.customer.group"].create(
            {"name": "Members", "hub_id": self.hub_a.id}
        )
        for family in families:
            self.env["off.hub.customer"].create(
                {
                    "hub_id": self.hub_a.id,
                    "partner_id": family.id,
                    "group_ids": [(4, group.id)],
                }
            )
        return group

    def test_first_come(self):
        self.assertEqual(self._share(), [3, 1, 0])

    def test_in_proportion(self):
        self.cycle.share_rule = "proportion"
        self.assertEqual(self._share(), [2, 1, 1])

    def test_groups_first(self):
        group = self._create_group(self.families[2], self.families[1])
        self.cycle.write({"share_rule": "groups", "share_group_ids": [(4, group.id)]})
        self.assertEqual(self._share(), [1, 2, 1])

    def test_groups_need_a_group(self):
        with self.assertRaisesRegex(ValidationError, "served first"):
            self.cycle.share_rule = "groups"

    def test_groups_of_another_operator_are_refused(self):
        foreign = self.env["off.customer.group"].create(
            {"name": "Theirs", "hub_id": self.hub_b.id}
        )
        with self.assertRaisesRegex(ValidationError, "choose groups"):
            self.cycle.write(
                {"share_rule": "groups", "share_group_ids": [(4, foreign.id)]}
            )

    def test_what_is_shared_out_keeps_its_rule(self):
        self._share()
        with self.assertRaisesRegex(UserError, "by hand"):
            self.cycle.share_rule = "proportion"

    def test_a_clone_shares_by_the_same_rule(self):
        group = self._create_group(self.families[1])
        self.cycle.write({"share_rule": "groups", "share_group_ids": [(4, group.id)]})
        clone = self.cycle.copy()
        self.assertEqual((clone.share_rule, clone.share_group_ids), ("groups", group))
