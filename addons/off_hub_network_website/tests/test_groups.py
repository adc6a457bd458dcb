import re

from lxml import html

from odoo.tests import HttpCase, new_test_user, tagged

from .common import DirectoryCommon


@tagged("post_install", "-at_install")
class TestGroupPages(DirectoryCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env["off.network.group"].create(
            {"name": "Valley", "join_policy": "open", "description": "<p>Together</p>"}
        )
        cls._put_in(cls.near, "admin")
        cls.path = f"/network/groups/valley-{cls.group.id}"
        cls.user = new_test_user(cls.env, "farmer", groups="base.group_portal")
        cls.user.partner_id.parent_id = cls.far

    @classmethod
    def _put_in(cls, member, state="member"):
        cls.env["off.network.membership"].create(
            {"group_id": cls.group.id, "member_id": member.id, "state": state}
        )

    def _answer(self, answer, member):
        token = re.search(
            r'csrf_token" value="([^"]+)', self.url_open(self.path).text
        ).group(1)
        return self.url_open(
            f"{self.path}/membership",
            data={"csrf_token": token, "answer": answer, "member_id": member.id},
        )

    def test_visitors_see_public_groups_and_their_shown_members(self):
        self._put_in(self.lost)
        self.lost.off_visibility = "linked"
        self.assertIn("Valley", self.url_open("/network/groups").text)
        page = self.url_open(self.path).text
        self.assertIn("Near farm", page)
        self.assertIn("Together", page)
        self.assertNotIn("Lost farm", page)

    def test_a_group_of_its_members_does_not_exist_for_others(self):
        self.group.visibility = "members"
        self.assertNotIn("Valley", self.url_open("/network/groups").text)
        for path in (self.path, f"{self.path}/map.json", f"{self.path}/image"):
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_the_map_shows_exact_points_that_may_be_shown(self):
        points = self.url_open(f"{self.path}/map.json").json()["points"]
        self.assertEqual([point[3] for point in points], ["Near farm"])
        self.near.off_address_visibility = "linked"
        points = self.url_open(f"{self.path}/map.json").json()["points"]
        self.assertFalse(points)

    def test_the_page_has_the_map_of_its_members_and_lists_them_without_it(self):
        page = html.fromstring(self.url_open(self.path).text)
        (box,) = page.find_class("o_off_map_box")
        self.assertEqual(box.get("data-map"), f"{self.path}/map.json")
        self.assertIn("d-none", box.get("class"), "without JavaScript there is no map")
        (members,) = page.xpath("//*[@id='off_group_members']")
        self.assertIn("Near farm", members.text_content())

    def test_the_directory_leads_to_the_groups(self):
        page = html.fromstring(self.url_open("/network").text)
        links = page.xpath("//*[@id='off_network_links']//a/@href")
        self.assertIn("/network/groups", links)

    def test_the_map_is_drawn_in_the_browser(self):
        self.start_tour(self.path, "off_group_map")

    def test_a_member_joins_and_leaves(self):
        self.authenticate("farmer", "farmer")
        self._answer("join", self.far)
        self.assertIn(self.far, self.group.member_ids)
        self._answer("leave", self.far)
        self.assertNotIn(self.far, self.group.member_ids)

    def test_nobody_joins_for_another_member(self):
        self.authenticate("farmer", "farmer")
        self.assertEqual(self._answer("join", self.lost).status_code, 404)
        self.assertNotIn(self.lost, self.group.member_ids)

    def test_a_number_that_no_database_has_is_not_found(self):
        self.assertEqual(
            self.url_open("/network/groups/x-99999999999").status_code, 404
        )
