from unittest.mock import patch

from odoo.tests import tagged

from .common_stocked import StockedCommon


@tagged("post_install", "-at_install")
class TestHauls(StockedCommon):
    """Rule 28: goods, places and windows that have to be moved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dock, cls.square = cls.env["res.partner"].create(
            [{"name": "Dock"}, {"name": "Market square"}]
        )
        cls.warehouse.partner_id = cls.dock
        cls.point.partner_id = cls.square
        cls.leeks.write({"weight": 0.5, "volume": 0.002})
        cls._create_order({cls.product: 4, cls.leeks: 3})
        cls._create_order({cls.leeks: 2}, cls.families[1])
        cls.slot = cls.exchange.slot_ids

    def _tell(self):
        return [
            (
                haul.leg,
                haul.source,
                haul.target,
                haul.due,
                {one.product: (one.quantity, one.weight) for one in haul.goods},
            )
            for haul in self.cycle._get_hauls()
        ]

    def test_r28_from_producers_to_the_warehouse_and_on_to_the_pickup(self):
        self.cycle.action_close()
        start = self.slot.date_start
        leeks = (5, 2.5)
        self.assertEqual(
            self._tell(),
            [
                ("collect", self.producer, self.dock, start, {self.leeks: leeks}),
                (
                    "deliver",
                    self.dock,
                    self.square,
                    start,
                    # Carrots come from stock: nobody fetches them at the farm.
                    {self.product: (4, 4 * self.product.weight), self.leeks: leeks},
                ),
            ],
        )

    def test_r28_what_stays_where_it_is_is_not_moved(self):
        self.point.partner_id = self.dock
        self.cycle.action_close()
        self.assertEqual([one[0] for one in self._tell()], ["collect"])

    def test_r28_it_follows_what_was_shared_out_and_where_it_is_due(self):
        with patch.object(
            type(self.cycle), "_update_transport", autospec=True
        ) as update:
            self.cycle.action_close()
            self._receive({self.leeks: 3})
            self.cycle.action_allocate()
        self.assertEqual(update.call_count, 2)
        *_rest, (_leg, _source, _target, _due, goods) = self._tell()
        self.assertEqual(goods[self.leeks], (3, 1.5))
        self.point.partner_id = self.families[2]
        self.assertEqual(self._tell()[-1][2], self.families[2])
