from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.off_order_cycle.models.off_allocation import OffAllocation

from .common import PickupCommon


@tagged("post_install", "-at_install")
class TestRecall(PickupCommon):
    """The chicken of lot MONDAY is recalled while people collect."""

    def setUp(self):
        super().setUp()
        recalled = patch.object(
            OffAllocation,
            "_off_get_kept_back",
            lambda self: self.filtered(lambda one: one.lot_id.name == "MONDAY"),
        )
        recalled.start()
        self.addCleanup(recalled.stop)

    def _get_kept_back(self):
        return {
            line["product"]
            for household in self._read()["households"]
            for order in household["orders"]
            for line in order["lines"]
            if line["kept_back"]
        }

    def test_it_is_marked_and_handed_over_to_nobody(self):
        self.assertEqual(self._get_kept_back(), {"Chicken"})
        text = self._refuse("recalled", "collect", order=self.order_2)
        self.assertIn("Chicken", text)
        self._do("collect", order=self.order_ann)

    def test_what_is_put_aside_holds_nothing_up(self):
        (line,) = self.order_2.order_line.filtered("off_offer_id")
        self._do("short", order=self.order_2, line=line, reason="missing", quantity=1)
        self.assertFalse(self._get_kept_back())
        self._do("collect", order=self.order_2)

    def test_it_is_not_sold_to_others(self):
        self._do("give_up", order=self.order_2, user=self.manager)
        self.assertNotIn(
            self.chicken.id, [row["product"] for row in self._read()["pool"]]
        )
        self._refuse(
            "gone", "sell", order=self.order_1, product=self.chicken, quantity=1
        )
