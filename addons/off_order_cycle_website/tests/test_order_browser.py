from unittest.mock import patch

from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser

from .common import CycleWebsiteCase

ENTER = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}


@tagged("post_install", "-at_install")
class TestOrderBrowser(CycleWebsiteCase):
    def test_a_customer_orders_in_a_browser(self):
        pressed = []
        handle = ChromeBrowser._handle_console

        def press(browser, type, args=None, **kw):  # noqa: A002
            """What the page logs asks for a key: events of a script are no keys."""
            text = (args or [{}])[0].get("value")
            if text == "off: press Enter":
                for kind in ("keyDown", "keyUp"):
                    browser._websocket_send(
                        "Input.dispatchKeyEvent", params={"type": kind, **ENTER}
                    )
                pressed.append(text)
            return handle(browser, type, args=args, **kw)

        with patch.object(ChromeBrowser, "_handle_console", press):
            self.start_tour(self._get_path(), "off_order_cycle_website", login="lea")
        self.assertEqual(len(pressed), 1)
        self.assertFalse(self.env["off.favourite"].search_count([]))
        order = self._get_orders()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.off_slot_id, self.exchange.slot_ids[1])
        self.assertEqual(order.order_line.product_id, self.carrot)
        self.assertEqual(order.order_line.product_uom_qty, 3)
