from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged

from .common import DockCommon


@tagged("post_install", "-at_install")
class TestAccess(DockCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_stock_user("dock_b", cls.company_b)
        cls.seller = cls._create_user(
            "seller_a", cls.company_a, "off_hub_network.group_hub_manager"
        )
        cls.portal = new_test_user(cls.env, "portal_dock", groups="base.group_portal")
        cls.move = cls.receipt.move_ids[0]

    def _call_all(self, user):
        """Each method that a phone calls, as this user."""
        pickings = self._pickings(user)
        change = {"id": self.move.id, "version": 0, "lines": [{"quantity": 1}]}
        return {
            "save": lambda: pickings.off_save_counts([change]),
            "receive": lambda: pickings.browse(self.receipt.id).off_receive({}, {}),
        }

    def test_who_does_not_handle_the_stock_is_refused(self):
        for user in (self.seller, self.portal, self.env.ref("base.public_user")):
            calls = self._call_all(user)
            calls["load"] = self._pickings(user).off_get_dock
            for name, call in calls.items():
                with self.subTest(user=user.login, method=name):
                    with self.assertRaises(AccessError):
                        call()

    def test_another_operator_sees_and_does_nothing(self):
        self.assertEqual(self._pickings(self.other).off_get_dock()["receipts"], [])
        dock = self._pickings(self.other).off_get_dock(self.cycle.id)
        self.assertEqual(dock["receipts"], [])
        for name, call in self._call_all(self.other).items():
            with self.subTest(method=name), self.assertRaises(AccessError):
                call()
        self.assertFalse(self.move.off_counted_at)

    def test_damages_are_read_by_their_operator_alone(self):
        damage = {"key": "d", "quantity": 1, "lot": "", "note": "", "photos": []}
        self._count(self.product, 5, damages=[damage])
        damages = self.receipt.off_damage_ids
        self.assertTrue(damages.with_user(self.volunteer).read(["note"]))
        for user in (self.other, self.seller, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                damages.with_user(user).with_context(allowed_company_ids=[]).read(
                    ["note"]
                )

    def test_only_receipts_of_cycles_are_received_here(self):
        self.receipt.off_cycle_id = False
        for call in self._call_all(self.volunteer).values():
            with self.assertRaisesRegex(AccessError, "no receipt of an order cycle"):
                call()

    def test_deliveries_are_not_counted(self):
        self._count(self.product, 6)
        self._count(self.leeks, 4)
        self._receive()
        self.cycle.action_allocate()
        self.cycle._create_transfers()
        transfer = self.cycle.picking_ids.filtered(
            lambda picking: picking.picking_type_code == "outgoing"
        )
        change = {"id": transfer.move_ids[0].id, "version": 0, "lines": []}
        with self.assertRaises(AccessError):
            self._pickings().off_save_counts([change])

    def _post(self, method, args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/stock.picking/{method}",
            {"model": "stock.picking", "method": method, "args": args, "kwargs": {}},
        )

    def test_the_wrong_ones_are_refused_over_http(self):
        change = {"id": self.move.id, "version": 0, "lines": [{"quantity": 1}]}
        for login in (None, "portal_dock", "dock_b"):
            self.authenticate(login, login)
            for method, args in (
                ("off_get_dock", []),
                ("off_save_counts", [[change]]),
                ("off_receive", [[self.receipt.id], {}, {}]),
            ):
                with self.subTest(login=login, method=method):
                    if (login, method) == ("dock_b", "off_get_dock"):
                        self.assertEqual(self._post(method, args)["receipts"], [])
                        continue
                    with self.assertRaises(JsonRpcException):
                        self._post(method, args)
        self.assertFalse(self.move.off_counted_at)
        # Private steps are called by nobody.
        self.authenticate("dock_a", "dock_a")
        with self.assertRaises(JsonRpcException):
            self._post("_off_take_in", [[self.receipt.id], [], {}])
