from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.off_hub_network.tests.axe import CHECK, get_axe

from .common import CycleWebsiteCase

# Sends the form of the shop to the checkout and checks the page that it leads to, in a
# frame: the browser keeps the session, and with it the cart. The header is Odoo's own.
CHECK_OUT = """
(async () => {
    const form = new FormData(document.querySelector("#off_order"));
    const inputs = document.querySelectorAll("#off_order input[name^=qty_]");
    const input = [...inputs].find((one) => !one.disabled);
    form.set(input.name, "1");
    form.set("slot", document.querySelector("#off_order input[name=slot]").value);
    const answer = await fetch("%(checkout)s", {method: "POST", body: form});
    if (!answer.url.endsWith("/shop/payment")) throw new Error(answer.url);
    const frame = document.createElement("iframe");
    frame.style.cssText = "width: 390px; height: 844px";
    frame.src = "/shop/payment";
    await new Promise((resolve) => {
        frame.onload = resolve;
        document.body.append(frame);
    });
    const inside = frame.contentWindow;
    const script = inside.document.createElement("script");
    script.src = "%(axe)s";
    await new Promise((resolve) => {
        script.onload = resolve;
        inside.document.head.append(script);
    });
    const {violations} = await inside.axe.run(inside.document.querySelector("#wrap"), {
        resultTypes: ["violations"],
    });
    // An arrow of Odoo's own summary has no text.
    const bad = violations.filter(
        ({id, impact}) => /serious|critical/.test(impact) && id !== "role-img-alt"
    );
    for (const {id, help, nodes} of bad) {
        console.error(`${id}: ${help}: ${nodes.map(({html}) => html).join(" ")}`);
    }
    if (!bad.length) console.log("test successful");
})();
"""


class Accessibility(CycleWebsiteCase):
    """axe-core finds no serious fault in what customers use."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.script = cls.env["ir.attachment"].create(
            {
                "name": "axe.js",
                "raw": get_axe(),
                "mimetype": "application/javascript",
                "public": True,
            }
        )
        cls.axe = f"/web/content/{cls.script.id}/axe.js"

    def _check(self, path, login="lea"):
        with self.subTest(path):
            self.browser_js(path, CHECK % self.axe, login=login)


@tagged("post_install", "-at_install")
class TestAccessibilityOnPhone(Accessibility):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_shop_has_no_serious_fault(self):
        self.exchange.fee_ids = self.env["off.fee"].create(
            {"name": "Packing", "hub_id": self.hub.id, "percent": 10}
        )
        self.egg.off_availability_ids.declared_qty = 0
        self._login(self.customer)
        self._order({self.carrot: 2}, self.slot)
        order = self._get_orders()
        for path, login in (
            ("/cycles", None),
            (self._get_path(), None),
            (self._get_path(), "lea"),
            (f"{self._get_path()}?order={order.id}", "lea"),
            (f"{self._get_path()}/list", "lea"),
            ("/my/notices", "lea"),
        ):
            self._check(path, login)

    def test_the_door_has_no_serious_fault(self):
        self.hub.seen_by = "members"
        self._check(self._get_path())


@tagged("post_install", "-at_install")
class TestAccessibilityOfCheckout(Accessibility):
    def test_the_shop_and_the_checkout_have_no_serious_fault(self):
        self._check(self._get_path())
        self.hub.checkout = "payment"
        method = self.env["payment.method"].search(
            [("code", "=", "wire_transfer"), ("active", "in", (True, False))], limit=1
        )
        self.env["payment.provider"].create(
            {
                "name": "Transfer",
                "code": "custom",
                "custom_mode": "wire_transfer",
                "company_id": self.company.id,
                "state": "enabled",
                "is_published": True,
                "payment_method_ids": [Command.set(method.ids)],
            }
        )
        method.active = True
        self.browser_js(
            self._get_path(),
            CHECK_OUT % {"checkout": f"{self._get_path()}/checkout", "axe": self.axe},
            login="lea",
        )
