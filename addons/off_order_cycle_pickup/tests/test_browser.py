from odoo.tests import HttpCase, tagged

from .common import PickupCommon

STORE = "@off_order_cycle_pickup/pickup/pickup_store"
# What two pages of the same browser keep at the same time, and what one of them sent.
KEEP_TWICE = """
(async () => {
    const get = (name) => odoo.loader.modules.get(name);
    const {merge} = get("@off_order_cycle_pickup/pickup/pickup_store");
    const {Keep} = get("@off_order_cycle/keep");
    const pages = [new Keep("off_test", "lea:"), new Keep("off_test", "lea:")];
    const acts = ["1", "2", "3", "4"].map((at) => ({key: `act-${at}`, at}));
    const add = (act, place) =>
        pages[place % 2].update("queue", (kept) => merge(kept, [act], new Set()));
    await Promise.all(acts.map(add));
    const read = async (page) => (await page.get("queue")).map((act) => act.at).join();
    const both = await read(pages[1]);
    const sent = new Set(["act-2"]);
    await pages[0].update("queue", (kept) => merge(kept, [], sent));
    const left = await read(pages[1]);
    if (both === "1,2,3,4" && left === "1,3,4") {
        console.log("test successful");
    } else {
        console.error(`kept ${both}, then ${left}`);
    }
})();
"""


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

    def test_two_pages_of_a_browser_keep_the_acts_of_both(self):
        self.browser_js(
            f"/my/pickup/{self.slot.id}",
            KEEP_TWICE,
            f"odoo.loader.modules.has('{STORE}')",
            login=self.lea.login,
        )

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
