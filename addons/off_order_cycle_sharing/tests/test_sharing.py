from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.off_order_cycle.tests.common import CycleCommon


@tagged("post_install", "-at_install")
class TestSharing(CycleCommon):
    """Six carrots were ordered by three families and four arrive (rule 20)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = [
            cls._create_order({cls.product: quantity}, family)
            for quantity, family in zip((3, 2, 1), cls.families, strict=True)
        ]
        cls.cycle.action_close()
        cls._receive({cls.product: 4})
        cls.cycle.action_allocate()
        cls.coordinator = new_test_user(
            cls.env,
            "sharing_a",
            groups="off_hub_network.group_coordinator",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )

    def _read(self, user=None):
        cycle = self.cycle.with_user(user or self.coordinator)
        cycle = cycle.with_context(allowed_company_ids=self.company_a.ids)
        (row,) = cycle.off_get_sharing()["products"]
        return row

    def _share(self, *quantities, row=None, user=None):
        row = row or self._read()
        shares = {
            str(order.order_line.id): quantity
            for order, quantity in zip(self.orders, quantities, strict=True)
            if quantity is not None
        }
        cycle = self.cycle.with_user(user or self.coordinator)
        return cycle.off_share_by_hand(self.product.id, shares, row["stamp"])

    def _get_given(self):
        return [
            sum(order.order_line.off_allocation_ids.mapped("quantity"))
            for order in self.orders
        ]

    def test_r20_who_gets_what(self):
        row = self._read()
        self.assertEqual((row["received"], row["asked"], row["given"]), (4, 6, 4))
        self.assertEqual(
            [(line["customer"], line["asked"], line["given"]) for line in row["lines"]],
            [("Family 0", 3, 3), ("Family 1", 2, 1), ("Family 2", 1, 0)],
        )
        self.assertEqual({line["price"] for line in row["lines"]}, {2.5})

    def test_r20_by_hand(self):
        row = self._share(1, 2, 1)
        self.assertEqual([line["given"] for line in row["lines"]], [1, 2, 1])
        self.assertEqual(self._get_given(), [1, 2, 1])
        self.cycle.action_distribute()
        self.assertEqual(
            [order.order_line.qty_delivered for order in self.orders], [1, 2, 1]
        )

    def test_more_than_was_asked_may_be_given_as_long_as_it_is_there(self):
        self._share(0, 3, None)
        self.assertEqual(self._get_given(), [0, 3, 0])
        with self.assertRaisesRegex(UserError, "5 would be given, and 4 is there"):
            self._share(2, 3, 0)
        self.assertEqual(self._get_given(), [0, 3, 0])

    def test_r20_again_by_a_rule(self):
        stamp = self._read()["stamp"]
        cycle = self.cycle.with_user(self.coordinator)
        row = cycle.off_share_by_rule(self.product.id, "proportion", stamp)
        self.assertEqual([line["given"] for line in row["lines"]], [2, 1, 1])
        row = cycle.off_share_by_rule(self.product.id, "first", row["stamp"])
        self.assertEqual([line["given"] for line in row["lines"]], [3, 1, 0])

    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self):
        seen = self._read()
        self._share(1, 2, 1)
        with self.assertRaisesRegex(UserError, "meanwhile"):
            self._share(3, 1, 0, row=seen)
        self.assertEqual(self._get_given(), [1, 2, 1])

    def test_lots_are_used_up_in_the_order_in_which_they_came(self):
        lots = self.env["stock.lot"].create(
            [
                {
                    "name": name,
                    "product_id": self.product.id,
                    "company_id": self.company_a.id,
                }
                for name in ("L1", "L2")
            ]
        )
        lines = [order.order_line for order in self.orders]
        target = {(lines[0], lots[0]): 1, (lines[0], lots[1]): 2}
        self.cycle._write_shares(target, lines)
        self.assertEqual(self._get_given(), [3, 0, 0])
        target = {(lines[0], lots[0]): 1, (lines[2], lots[1]): 2}
        kept = lines[0].off_allocation_ids.filtered(lambda one: one.lot_id == lots[0])
        self.cycle._write_shares(target, lines)
        self.assertEqual(self._get_given(), [1, 0, 2])
        self.assertEqual(lines[0].off_allocation_ids, kept)

    def test_what_is_no_quantity_is_refused(self):
        for wrong in (-1, "a", float("nan"), float("inf"), 1e30, 0.00001, None, {}):
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                row = self._read()
                self.cycle.with_user(self.coordinator).off_share_by_hand(
                    self.product.id,
                    {str(self.orders[0].order_line.id): wrong},
                    row["stamp"],
                )
        with self.assertRaises(UserError):
            self.cycle.with_user(self.coordinator).off_share_by_hand(
                self.product.id, {"0": 1}, self._read()["stamp"]
            )
        with self.assertRaises(UserError):
            self.cycle.with_user(self.coordinator).off_share_by_hand(
                self.leeks.id, {}, ""
            )
        self.assertEqual(self._get_given(), [3, 1, 0])

    def test_what_is_handed_over_stays(self):
        self.cycle.action_distribute()
        with self.assertRaises(UserError):
            self._share(1, 2, 1)
        self.assertEqual(self._read()["given"], 4)

    def test_only_who_coordinates(self):
        stranger = new_test_user(
            self.env,
            "sharing_b",
            groups="off_hub_network.group_coordinator",
            company_id=self.company_b.id,
            company_ids=[(6, 0, self.company_b.ids)],
        )
        clerk = new_test_user(
            self.env,
            "sharing_clerk",
            groups="off_hub_network.group_hub_manager",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        portal = new_test_user(self.env, "sharing_portal", groups="base.group_portal")
        row = self._read()
        for user in (stranger, clerk, portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._read(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._share(1, 2, 1, row=row, user=user)
        self.assertEqual(self._get_given(), [3, 1, 0])
