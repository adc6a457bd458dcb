from datetime import date

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import DockCommon


@tagged("post_install", "-at_install")
class TestDockBrowser(DockCommon, HttpCase):
    """A phone of 390 pixels at the dock: carrots in cases, leeks, cheese with lots."""

    browser_size = "390x844"
    touch_enabled = False

    @classmethod
    def _create_cycle(cls):
        cls.cheese = cls._create_product("Cheese", price=4.0, on_demand=True)
        cls.cheese.write({"tracking": "lot", "use_expiration_date": True})
        pair = cls.env["uom.uom"].create(
            {
                "name": "Pair",
                "relative_factor": 2,
                "relative_uom_id": cls.cheese.uom_id.id,
            }
        )
        cls.cheese.product_uom_ids = [
            Command.create({"barcode": "3760000000024", "uom_id": pair.id})
        ]
        return super()._create_cycle()

    @classmethod
    def _create_order(cls, quantities, **kwargs):
        return super()._create_order({**quantities, cls.cheese: 2}, **kwargs)

    def setUp(self):
        super().setUp()
        self.receipt.scheduled_date = fields.Datetime.now()

    def test_a_receipt_is_counted_and_received_by_phone(self):
        self.start_tour("/odoo/off-dock", "off_dock", login="dock_a")
        self.assertEqual(
            self._get_received(), {self.product: 4, self.leeks: 3, self.cheese: 2}
        )
        lot = self.receipt.move_line_ids.lot_id
        self.assertEqual(lot.name, "L42")
        day = self._pickings()._off_to_day(lot.expiration_date)
        self.assertEqual(day, date(2030, 12, 31))
        damage = self.receipt.off_damage_ids
        self.assertEqual((damage.quantity, damage.note), (2, "Crushed"))
        self.assertEqual(damage.photo_ids.mimetype, "image/jpeg")
        self.assertFalse(self.receipt.backorder_ids)

    def test_a_lost_network_loses_no_count(self):
        self.start_tour("/odoo/off-dock", "off_dock_offline", login="dock_a")
        self.env.invalidate_all()
        self.assertEqual(self._line(self.product)["lines"][0]["quantity"], 5)

    def test_two_phones_see_each_other(self):
        self.start_tour("/odoo/off-dock", "off_dock_two", login="dock_a")
        self.env.invalidate_all()
        line = self._line(self.product)
        self.assertEqual((line["version"], line["lines"][0]["quantity"]), (2, 5))
