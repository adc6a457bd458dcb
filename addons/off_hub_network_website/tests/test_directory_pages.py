import json
import re

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import DirectoryCommon


@tagged("post_install", "-at_install")
class TestDirectoryPages(DirectoryCommon, HttpCase):
    def _get(self, path, status=200):
        response = self.url_open(path)
        self.assertEqual(response.status_code, status, path)
        return response.text

    def _read_structured(self, text):
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
        return json.loads(found.group(1))

    def _count(self, text):
        status = re.search(r'id="off_network_status".*?>(.*?)</p>', text, re.S)
        return " ".join(re.sub(r"<[^>]*>", " ", status.group(1)).split())

    def test_the_list_names_everybody_and_says_how_many(self):
        page = self._get("/network")
        for name in ("Near farm", "Far farm", "Lost farm"):
            self.assertIn(name, page)
        self.assertEqual(self._count(page), "3 members")

    def test_a_question_stays_in_the_form_and_in_the_links(self):
        self._create_goods("Honey", self.near)
        page = self._get("/network?product=honey&month=6")
        self.assertEqual(self._count(page), "1 member")
        self.assertIn('value="honey"', page)
        self.assertRegex(page, r'<option value="6" selected="selected">June')
        self.assertIn("/network/map.json?product=honey&amp;month=6", page)
        self.assertIn("/network/embed?product=honey&amp;amp;month=6", page)

    def test_near_a_town_says_how_far(self):
        page = self._get("/network?near=nantes&km=10")
        self.assertEqual(self._count(page), "1 member within 10 km of nantes")
        self.assertIn("less than 1 km", page)

    def test_nobody_matches_says_what_to_do(self):
        page = self._get("/network?near=Nantes&product=durian&km=10")
        self.assertIn("Nobody matches.", page)
        self.assertRegex(page, r'href="/network\?[^"]*km=0[^"]*">search at any dist')

    def test_pages_of_the_list(self):
        for number in range(25):
            self._create_member(f"Zz {number:02}")
        self.assertIn("/network/page/2", self._get("/network"))
        self.assertIn("Zz 24", self._get("/network/page/2"))
        # A kept address past the end is that of the last page.
        self.assertIn("Zz 24", self._get("/network/page/99"))
        here = "near=Nantes&km=0"
        self.assertIn("Zz 24", self._get(f"/network/page/99?{here}"))
        for number in range(25):
            self._create_goods(f"Pear {number}", self.near)
        for asked in ("product=pear", f"product=pear&{here}"):
            self.assertIn("Pear", self._get(f"/network/products/page/99?{asked}"))

    def test_a_page_is_asked_by_the_query_too(self):
        for number in range(25):
            self._create_member(f"Zz {number:02}")
            self._create_goods(f"Pear {number:02}", self.near)
        for path in ("/network", "/network/embed"):
            self.assertIn("Zz 24", self._get(f"{path}?page=2"))
            self.assertNotIn("Zz 24", self._get(f"{path}?page=1"))
        self.assertIn("Pear 24", self._get("/network/products?product=pear&page=2"))
        for page in ("", "x", "-1", "0", "%D9%A2", "9" * 5000):
            self.assertIn("Far farm", self._get(f"/network?page={page}"))
            self._get(f"/network/products?page={page}")

    def test_signs_of_a_search_pattern_stand_for_themselves(self):
        self._create_goods("Flour 80%", self.near)
        self._create_goods("Honey", self.far)
        for path, sought, count in (
            ("/network", "%25", "1 member"),
            ("/network", "_", "0 members"),
            ("/network/products", "80%25", "1 product"),
        ):
            page = self._get(f"{path}?product={sought}")
            self.assertIn("Near farm" if count[0] == "1" else "Nobody matches", page)
            self.assertNotIn("Far farm", page)

    def test_a_website_that_is_none_is_shown_nowhere(self):
        self.near.website = "javascript:alert(1)"
        page = self._get(self.near._off_get_page_path())
        self.assertNotIn("javascript:alert", page)
        self.assertNotIn("sameAs", self._read_structured(page))

    def test_nul_is_no_error(self):
        for path in (
            "/network/%00",
            "/network/%00-1",
            f"/network/%00-{self.near.id}",
            "/network/groups/%00-1",
            "/fr/network/%00",
            "/%00",
        ):
            self._get(path, 404)
        self._get("/network?role=%00&label=%00&page=%00&product=%00&near=%00")

    def test_odd_addresses_are_no_errors(self):
        for path in (
            "/network?month=99&day=x&km=-1&lat=nan&lng=inf&near=%00",
            "/network?product=%25_%5C",
            "/network/products?storage=none",
            "/network/map.json?near=a&at=a&lat=89.99&lng=179.9&km=200",
        ):
            self._get(path)
        for path in (
            "/network/nothing",
            "/network/99999999999999",
            "/network/image/none/1/128",
            f"/network/image/member/{self.near.id}/7",
            f"/network/image/member/{self.near.id}/128",
        ):
            self._get(path, 404)

    def test_a_name_is_text_on_every_page(self):
        evil = self._create_member(
            "<b>x</b></script><script>alert(1)</script>", 47.2, -1.5
        )
        self._create_goods("</script><i>y</i>", evil)
        for path in ("/network", f"/network/{evil.id}", "/network/products"):
            page = self._get(path)
            self.assertNotIn("<script>alert(1)", page)
            self.assertNotIn("<i>y</i>", page)

    def test_a_page_of_a_member_tells_its_story(self):
        self._certify(self.near)
        self._certify(self.near, "fair", days=-1)
        self._create_goods("Carrots", self.near, months=(6, 7), off_storage="chilled")
        self._create_link(self.near, self.hub_a)
        self.hub_a.partner_id.off_visibility = "public"
        self.near.write(
            {
                "off_story": "<p>Since <em>1990</em></p>",
                "off_practices": "Without plough",
                "off_opening_hours": "Friday 16–19 h",
                "off_delivery_day_ids": [
                    Command.link(self.env.ref("off_hub_network.weekday_1").id)
                ],
                "website": "https://near.example",
            }
        )
        page = self._get(self.near._off_get_page_path())
        for text in (
            "<em>1990</em>",
            "Without plough",
            "Friday 16–19 h",
            "Tuesday",
            "Organic",
            "FR-BIO-01",
            "Carrots",
            "June – July",
            "Chilled",
            "Hub A",
            'href="https://near.example"',
        ):
            self.assertIn(text, page)
        self.assertNotIn("Fair trade", page)
        self.assertIn(
            "Near farm", self._get(self.hub_a.partner_id._off_get_page_path())
        )

    def test_a_website_that_is_no_web_address_is_no_link(self):
        self.near.website = "javascript:alert(1)"
        page = self._get(self.near._off_get_page_path())
        self.assertNotIn("javascript:alert", page.partition("ld+json")[0])

    def test_an_old_name_leads_to_the_page(self):
        path = self.near._off_get_page_path()
        self.near.name = "New name"
        response = self.url_open(path, allow_redirects=False)
        self.assertEqual(response.status_code, 301)
        self.assertTrue(
            response.headers["Location"].endswith(self.near._off_get_page_path())
        )

    def test_machines_read_the_same(self):
        self.near.street = "1 rue du Pré"
        self.near.write({"partner_latitude": 47.25, "partner_longitude": -1.55})
        items = self._read_structured(self._get("/network"))["itemListElement"]
        self.assertEqual(items[2]["name"], "Near farm")
        business = self._read_structured(self._get(self.near._off_get_page_path()))
        self.assertEqual(business["@type"], "LocalBusiness")
        self.assertEqual(business["address"]["streetAddress"], "1 rue du Pré")
        self.assertEqual(business["geo"]["latitude"], 47.25)

    def test_a_filtered_list_is_the_list_to_search_engines(self):
        page = self._get("/network?role=producer")
        canonical = re.search(r'rel="canonical" href="([^"]*)"', page).group(1)
        self.assertTrue(canonical.endswith("/network"), canonical)
        self.assertIn('name="description"', page)

    def test_the_sitemap_has_the_public_pages(self):
        self.env["ir.attachment"].search([("url", "=like", "/sitemap%")]).unlink()
        sitemap = self._get("/sitemap.xml")
        for path in (
            "/network<",
            "/network/products<",
            f"{self.near._off_get_page_path()}<",
        ):
            self.assertIn(path, sitemap)

    def test_the_map_holds_exact_points_and_is_kept_by_the_browser(self):
        response = self.url_open("/network/map.json")
        data = response.json()
        self.assertIsNone(data["center"])
        self.assertEqual(
            data["points"],
            [
                [self.near.id, 47.25, -1.55, "Near farm", "Nantes", 1],
                [self.far.id, 48.11, -1.68, "Far farm", "Rennes", 1],
            ],
        )
        tag = response.headers["ETag"]
        again = self.url_open("/network/map.json", headers={"If-None-Match": tag})
        self.assertEqual((again.status_code, again.text), (304, ""))
        self.near.off_visibility = "hidden"
        again = self.url_open("/network/map.json", headers={"If-None-Match": tag})
        self.assertEqual(again.status_code, 200)
        self.assertNotIn("Near farm", again.text)

    def test_tiles_are_those_of_the_parameter(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("leaflet.tile_url", "False")
        self.assertIn('data-tiles=""', self._get("/network"))
        parameters.set_param("leaflet.tile_url", "https://tiles.example/{z}/{x}/{y}")
        self.assertIn(
            'data-tiles="https://tiles.example/{z}/{x}/{y}"', self._get("/network")
        )

    def test_photos_come_first_then_the_picture_of_the_member(self):
        self.near.image_1920 = self._make_image()
        path = f"/network/image/member/{self.near.id}/512"
        self.assertIn(path, self._get("/network"))
        response = self.url_open(path)
        self.assertEqual(response.headers["Content-Type"], "image/png")
        photo = self.env["off.member.photo"].create(
            {"partner_id": self.near.id, "image_1920": self._make_image("red")}
        )
        page = self._get("/network")
        self.assertIn(f"/network/image/photo/{photo.id}/512", page)
        self.assertNotIn(path, page)

    def test_products_of_all_producers(self):
        self._create_goods("Carrots", self.near, months=(6,))
        self._create_goods("Carrots too", self.far)
        page = self._get("/network/products?product=carrot&near=Nantes&km=0")
        self.assertEqual(self._count(page), "2 products by distance from Nantes")
        self.assertLess(page.index("Near farm"), page.index("Far farm"))

    def test_prices_are_not_told(self):
        product = self._create_goods("Carrots", self.near)
        product.product_variant_ids.off_price = 1234.56
        for path in ("/network/products", self.near._off_get_page_path()):
            page = self._get(path).replace(",", "")
            self.assertNotIn("1234", page)

    def test_each_website_has_the_menu(self):
        other = self.env["website"].create({"name": "Other"})
        menus = self.env["website.menu"].search([("url", "=", "/network")])
        self.assertIn(other, menus.website_id)
