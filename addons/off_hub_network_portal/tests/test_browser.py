from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.off_hub_network.tests.axe import CHECK, get_axe

from .common import PortalPagesCase

TYPE = """
const wait = async (check, what) => {
    for (let turn = 0; turn < 100; turn++) {
        if (check()) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`waited for ${what}`);
};
const type = (cell, value) => {
    cell.value = value;
    cell.dispatchEvent(new Event("change", {bubbles: true}));
};
const row = document.querySelector("#off_grid > li");
const cell = row.querySelector("[data-cell=declared]");
const mark = row.querySelector(".mark");
"""


@tagged("post_install", "-at_install")
class TestGridInBrowser(PortalPagesCase):
    browser_size = "390x844"
    touch_enabled = True

    def _run(self, code):
        self.browser_js(
            "/my/network/availability",
            f"(async () => {{ {TYPE} {code} console.log('test successful'); }})()",
            login=self.grower_user.login,
        )

    def test_cells_are_saved_refused_and_restored(self):
        self._run(
            """
            type(cell, "7,5");
            await wait(() => mark.className === "mark good" && cell.value === "7.5",
                "saving");
            const left = row.querySelector("[data-show=left]");
            await wait(() => left.textContent === "7.5", "what is left");
            type(cell, "plenty");
            await wait(() => mark.textContent.includes("plenty"), "a refusal");
            if (cell.value !== "7.5") throw new Error(`not restored: ${cell.value}`);
            type(row.querySelector("[data-cell=price]"), "3,20");
            await wait(() => mark.textContent === "Saved", "the price");
            const demand = row.querySelector("[data-cell=on_demand]");
            demand.click();
            await wait(() => left.parentElement.hidden, "on demand");
            """
        )
        availability = self.product.off_availability_ids
        self.assertEqual(availability.declared_qty, 7.5)
        self.assertTrue(availability.on_demand)
        self.assertEqual(self.product.off_price, 3.2)

    def test_what_is_typed_without_connection_is_kept_and_sent_later(self):
        self._run(
            """
            const fetched = window.fetch;
            window.fetch = () => Promise.reject(new TypeError("offline"));
            type(cell, "6");
            await wait(() => mark.textContent.includes("no connection"), "the mark");
            if (cell.value !== "6") throw new Error("what was typed is lost");
            window.fetch = fetched;
            window.dispatchEvent(new Event("online"));
            await wait(() => mark.textContent === "Saved", "the second try");
            """
        )
        self.assertEqual(self.product.off_availability_ids.declared_qty, 6)

    def test_the_list_is_filtered_while_typing(self):
        self._create_product("Céleri rave")
        self._run(
            """
            const search = document.querySelector("#search");
            search.value = "celeri";
            search.dispatchEvent(new Event("input"));
            const shown = [...document.querySelectorAll("#off_grid > li")]
                .filter((line) => !line.hidden);
            if (shown.length !== 1) throw new Error(`${shown.length} lines shown`);
            """
        )

    def test_the_page_fits_the_screen_of_a_phone(self):
        self._create_product("A product with quite a long name, in crates of 12 pieces")
        self._run(
            """
            const {scrollWidth, clientWidth} = document.documentElement;
            if (scrollWidth > clientWidth) throw new Error(`${scrollWidth} px wide`);
            const cells = document.querySelectorAll("#off_grid input[type=text]");
            for (const target of cells) {
                const {height, width} = target.getBoundingClientRect();
                if (height < 44 || width < 100) throw new Error(`${width} × ${height}`);
            }
            """
        )


@tagged("post_install", "-at_install")
class TestAccessibility(PortalPagesCase):
    browser_size = "390x844"

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
        cls._create_link(cls.producer, cls.hub_b).action_revoke()
        cls.certificate = cls.env["off.certificate"].create(
            {
                "partner_id": cls.producer.id,
                "label_id": cls.env.ref("off_hub_network.label_organic").id,
                "date_start": "2020-01-01",
                "date_end": fields.Date.today() + timedelta(days=365),
            }
        )

    def _check(self, path, login=None):
        with self.subTest(path):
            url = f"/web/content/{self.script.id}/axe.js"
            self.browser_js(path, CHECK % url, login=login)

    def test_pages_of_a_member_have_no_serious_fault(self):
        template = self.product.product_tmpl_id.id
        for path in (
            "",
            "/availability",
            "/products",
            "/products/new",
            f"/products/{template}",
            "/links?search=hub",
            "/profile",
            "/photos",
            "/preview",
            "/labels",
            "/labels/new",
        ):
            self._check(f"/my/network{path}", self.grower_user.login)

    def test_pages_to_sign_in_have_no_serious_fault(self):
        self._check("/my/sign-in")
        self._check("/my/sign-in/open?token=none")
