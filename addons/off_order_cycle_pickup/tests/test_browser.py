from odoo.tests import HttpCase, tagged

from .common import PickupCommon


@tagged("post_install", "-at_install")
class TestPickupBrowser(PickupCommon, HttpCase):
    """A phone of 390 pixels at the town hall."""

    browser_size = "390x844"
    touch_enabled = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.families[1].name = "Élodie"
        cls.food_bank = cls.env["res.partner"].create({"name": "Food bank"})
        cls.hub_a.write({"pickup_signature": True, "pickup_donee_id": cls.food_bank.id})

    def _start(self, tour, user=None):
        login = (user or self.lea).login
        self.start_tour(f"/my/pickup/{self.slot.id}", tour, login=login)
        self.env.invalidate_all()

    def test_an_order_is_handed_over_by_phone(self):
        self._start("off_pickup")
        handover = self._handover(self.order_1)
        self.assertEqual(handover.state, "collected")
        self.assertTrue(handover.signature)
        self.assertEqual(self._due(self.families[1]), 0)
        line = self._line(self.order_1, self.leeks)
        self.assertEqual(line.qty_delivered, 1)

    def test_a_lost_network_loses_nothing(self):
        self._start("off_pickup_offline")
        for order in (self.order_ann, self.order_bob):
            self.assertEqual(self._handover(order).state, "collected")
            self.assertEqual(self._handover(order).collector, "Bob")
        self.assertEqual(self._due(self.durands), 0)

    def test_two_phones_are_told_of_each_other(self):
        self._start("off_pickup_two")
        self.assertEqual(self._handover(self.order_1).collector, "Somebody")

    def test_a_pickup_is_closed_by_phone(self):
        self._start("off_pickup_close", self.manager)
        self.assertTrue(self.slot.date_pickup_closed)
        self.assertEqual(self._handover(self.order_1).state, "cancelled")
        donation = self.cycle.picking_ids.filtered(
            lambda one: one.partner_id == self.food_bank
        )
        self.assertEqual(donation.move_ids.product_id, self.leeks)
        self._check_goods()
