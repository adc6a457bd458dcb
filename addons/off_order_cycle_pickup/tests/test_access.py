from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, tagged

from .common import PickupCommon

MODELS = ("off.handover", "off.pickup.act", "off.pickup.count", "off.pickup.slot")


@tagged("post_install", "-at_install")
class TestAccess(PickupCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_point = cls.env["off.pickup.point"].create(
            {"name": "Station", "hub_id": cls.hub_a.id}
        )
        cls.other_slot = cls.slot.copy({"point_id": cls.other_point.id})

    def _post(self, method, slot=None, **params):
        slot = slot or self.slot
        return self.make_jsonrpc_request(f"/my/pickup/{slot.id}/{method}", params)

    def _login(self, user):
        self.authenticate(user.login, user.login)

    # -- who is refused ----------------------------------------------------------------
    def test_others_are_refused_on_every_route(self):
        self.assertFalse(self.slot._off_get_pending())
        for user in (self.zoe, self.stranger):
            self._login(user)
            page = self.url_open(f"/my/pickup/{self.slot.id}")
            self.assertEqual(page.status_code, 404)
            self.assertNotIn("Town hall", self.url_open("/my/pickup").text)
            for method, params in (
                ("load", {}),
                ("load", {"day": True}),
                ("act", {"acts": []}),
                (
                    "act",
                    {
                        "acts": [
                            {
                                "key": "somebody",
                                "kind": "collect",
                                "order": self.order_1.id,
                            }
                        ]
                    },
                ),
                ("close", {"key": "somebody", "choices": {}}),
            ):
                with self.subTest(user=user.login, method=method):
                    with self.assertRaises(JsonRpcException) as caught:
                        self._post(method, **params)
                    self.assertNotIn("Family", str(caught.exception))
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(f"/my/pickup/{self.slot.id}").url)
        with self.assertRaises(JsonRpcException):
            self._post("load")
        self.assertEqual(self._handover(self.order_1).state, "waiting")

    def test_volunteers_see_their_own_point_only(self):
        self._login(self.lea)
        self.assertEqual(self._post("load")["point"], "Town hall")
        with self.assertRaises(JsonRpcException):
            self._post("load", self.other_slot)
        listed = self.url_open("/my/pickup").text
        self.assertIn("Town hall", listed)
        self.assertNotIn("Station", listed)
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(f"/my/pickup/{10**9}/load", {})

    def test_it_speaks_as_the_page_does(self):
        """A site in French is read by somebody whose own language is English."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self._login(self.lea)
        when = self.slot.with_context(lang="fr_FR")._off_get_when_text()
        self.assertEqual(self._post("load", lang="fr_FR")["when"], when)
        self.assertNotEqual(self._post("load")["when"], when)
        self.assertNotEqual(self._post("load", lang="xx_XX")["when"], when)

    def test_an_order_of_another_point_is_not_touched(self):
        self.order_2.sudo().off_slot_id = self.other_slot
        text = self._refuse("gone", "collect", order=self.order_2)
        self.assertNotIn(self.order_2.name, text)
        self._refuse(
            "gone", "pay", household=self.families[2], journal=self.cash, amount=1
        )

    def test_volunteers_have_no_right_to_the_records(self):
        self._do("collect", order=self.order_1)
        for model in MODELS:
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.lea).search([])
        payment = self.env["account.payment"].with_user(self.lea)
        with self.assertRaises(AccessError):
            payment.search([])

    def test_staff_reads_and_nobody_writes_the_records(self):
        self._do("collect", order=self.order_1)
        handover = self._handover(self.order_1)
        for user in (self.manager, self.coordinator_a):
            mine = handover.with_user(user)
            self.assertEqual(mine.state, "collected")
            for method, values in (("write", [{"state": "kept"}]), ("unlink", [])):
                with self.assertRaises(AccessError):
                    getattr(mine, method)(*values)
        with self.assertRaises(AccessError):
            handover.with_user(self.stranger).read(["state"])
        slot = self.slot.with_user(self.coordinator_a)
        with self.assertRaises(AccessError):
            slot.date_pickup_closed = fields.Datetime.now()

    # -- who may -----------------------------------------------------------------------
    def test_keepers_of_a_point_keep_all_its_pickups(self):
        self.point.sudo().keeper_ids = self.zoe.partner_id
        self._login(self.zoe)
        self.assertEqual(self._post("load")["point"], "Town hall")
        page = self.url_open(f"/my/pickup/{self.slot.id}")
        self.assertIn("off_order_cycle_pickup.page", page.text)
        self.assertIn('href="/my/pickup"', self.url_open("/my/home").text)

    def test_volunteers_see_names_around_their_pickup_only(self):
        start = fields.Datetime.now() + timedelta(days=3)
        self.slot.write({"date_start": start, "date_end": start + timedelta(hours=2)})
        with self.assertRaises(AccessError):
            self._read()
        self._read(self.manager)
        start = fields.Datetime.now() - timedelta(days=5)
        self.slot.write({"date_start": start, "date_end": start + timedelta(hours=2)})
        with self.assertRaises(AccessError):
            self._read()

    def test_who_signed_off_sees_it_no_more(self):
        mine = self.hand_out.volunteer_ids.filtered(
            lambda one: one.partner_id == self.lea.partner_id
        )
        mine.action_cancel()
        with self.assertRaises(AccessError):
            self._read()

    def test_staff_of_another_operator_may_be_a_volunteer_here(self):
        self.point.sudo().keeper_ids = self.stranger.partner_id
        pickup = self._read(self.stranger)
        self.assertFalse(pickup["staff"] or pickup["may_close"] or pickup["till"])

    def test_a_whole_day_is_of_one_point(self):
        later = self.slot.copy(
            {
                "date_start": self.slot.date_start + timedelta(minutes=1),
                "date_end": self.slot.date_end + timedelta(minutes=1),
            }
        )
        self.point.sudo().keeper_ids = self.zoe.partner_id
        slots = self._slots(self.zoe, day=True)
        same_day = later._off_get_day() == self.slot._off_get_day()
        self.assertEqual(slots, self.slot | later if same_day else self.slot)
        self.assertEqual(self._slots(self.lea, day=True), self.slot)

    def test_pages_do_what_they_are_asked(self):
        self._login(self.lea)
        act = {"key": "by-a-phone", "kind": "collect", "order": self.order_1.id}
        answer = self._post("act", acts=[act])
        self.assertFalse(answer["refused"])
        with self.assertRaises(JsonRpcException):
            self._post("act", acts={"key": 1})
        with self.assertRaises(JsonRpcException):
            self._post("close", key="by-a-phone-2", choices={})
        self.env.invalidate_all()
        self.assertEqual(self._handover(self.order_1).state, "collected")
        self._login(self.manager)
        self.assertTrue(self._post("close", key="by-staff", choices={})["closed"])

    def test_volunteers_see_a_pickup_from_the_day_before(self):
        """From its morning, not from the hour of the pickup on."""
        self.slot.write(
            {"date_start": "2027-03-06 17:00:00", "date_end": "2027-03-06 19:00:00"}
        )
        for moment, near in (
            ("2027-03-04 12:00:00", False),
            ("2027-03-05 09:00:00", True),
            ("2027-03-08 12:00:00", True),
            ("2027-03-10 12:00:00", False),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                found = self.env["off.pickup.slot"].with_user(self.lea)
                self.assertEqual(self.slot in found._off_find_kept(), near)
