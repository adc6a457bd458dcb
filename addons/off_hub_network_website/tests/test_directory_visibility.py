from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import NANTES, DirectoryCommon

EVERYWHERE = (
    "/network",
    "/network?product=apple",
    "/network?near=x&at=x&lat=47.2&lng=-1.5&km=0",
    "/network/map.json",
    "/network/products",
    "/network/products?product=apple",
    "/network/products?near=x&at=x&lat=47.2&lng=-1.5&km=0",
    "/network/embed",
    "/sitemap.xml",
)


@tagged("post_install", "-at_install")
class TestDirectoryVisibility(DirectoryCommon, HttpCase):
    """A member that keeps itself from somebody does so on every channel (rule 4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shy = cls._create_member(
            "Zebulon", *NANTES, image_1920=cls._make_image(), city="Zebuville"
        )
        cls.photo = cls.env["off.member.photo"].create(
            {"partner_id": cls.shy.id, "image_1920": cls._make_image("red")}
        )
        cls.apple = cls._create_goods(
            "Apple of Zebulon", cls.shy, image_1920=cls._make_image("yellow")
        )
        cls.friend = cls._create_member("Friend", role="hub")
        cls.friend_user = cls._log_person("friend", cls.friend)
        cls.stranger_user = cls._log_person("stranger", cls._create_member("Stranger"))
        cls.shy_user = cls._log_person("shy", cls.shy)
        cls.env["off.network.link"].create(
            {"grantor_id": cls.shy.id, "grantee_id": cls.friend.id}
        ).action_accept()

    @classmethod
    def _log_person(cls, login, member):
        user = new_test_user(cls.env, login, groups="base.group_portal")
        user.partner_id.parent_id = member
        return user

    def _is_seen(self, path):
        self.env["ir.attachment"].search([("url", "=like", "/sitemap%")]).unlink()
        text = self.url_open(path).text
        return "ebulon" in text or f"-{self.shy.id}" in text

    def _get_own_paths(self):
        return (
            self.shy._off_get_page_path(),
            f"/network/{self.shy.id}",
            f"/network/image/member/{self.shy.id}/256",
            f"/network/image/photo/{self.photo.id}/256",
            f"/network/image/product/{self.apple.id}/256",
        )

    def _check(self, login, is_shown):
        self.authenticate(login, login)
        # The sitemap and other people's pages show what the public may see.
        for path in EVERYWHERE[:-2] if login else EVERYWHERE:
            self.assertEqual(self._is_seen(path), is_shown, (login, path))
        for path in self._get_own_paths():
            status = 200 if is_shown else 404
            self.assertEqual(self.url_open(path).status_code, status, (login, path))

    def test_who_hides_leaves_the_list_of_pages_for_search_engines_at_once(self):
        path = self.near._off_get_page_path()
        self.assertIn(path, self.url_open("/sitemap.xml").text)
        for vals in (
            {"off_visibility": "hidden"},
            {"off_visibility": "public"},
            {"active": False},
            {"active": True},
            {"off_role_ids": False},
        ):
            self.near.write(vals)
            listed = self.near in self.near.search(self.near._off_get_shown_domain())
            listed = listed and self.near.active
            text = self.url_open("/sitemap.xml").text
            self.assertEqual(path in text, listed, vals)

    def test_a_public_member_is_seen_by_everybody(self):
        for login in (None, "stranger", "friend", "shy"):
            self._check(login, True)

    def test_a_hidden_member_is_seen_by_nobody_but_itself(self):
        self.shy.off_visibility = "hidden"
        for login in (None, "stranger", "friend"):
            self._check(login, False)
        self._check("shy", True)

    def test_a_linked_member_is_seen_by_those_it_is_linked_to(self):
        self.shy.off_visibility = "linked"
        for login in (None, "stranger"):
            self._check(login, False)
        for login in ("friend", "shy"):
            self._check(login, True)

    def test_an_archived_member_is_gone(self):
        self.shy.active = False
        self._check(None, False)

    def test_a_partner_that_is_no_member_has_no_page(self):
        partner = self.env["res.partner"].create(
            {"name": "Family", "image_1920": self._make_image()}
        )
        for path in (
            f"/network/{partner.id}",
            f"/network/image/member/{partner.id}/128",
        ):
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_embedded_pages_show_the_public_part_whoever_looks(self):
        self.shy.off_visibility = "linked"
        self.authenticate("friend", "friend")
        for path in ("/network/embed", "/network/map.json?public=1"):
            self.assertFalse(self._is_seen(path), path)

    def test_a_hidden_hub_or_producer_is_not_named_by_others(self):
        page = self.friend._off_get_page_path()
        self.assertTrue(self._is_seen(page))
        self.shy.off_visibility = "hidden"
        self.assertFalse(self._is_seen(page))
        self.shy.off_visibility = "public"
        self.friend.off_visibility = "hidden"
        self.assertNotIn("Friend", self.url_open(self.shy._off_get_page_path()).text)

    def test_contacts_are_shown_to_whom_the_member_chose(self):
        self.shy.write(
            {
                "email": "zeb@example.org",
                "phone": "02 40 11 11 11",
                "street": "7 rue du Pré",
                "partner_latitude": 47.123,
                "partner_longitude": -1.234,
                "off_email_visibility": "linked",
                "off_phone_visibility": "hidden",
                "off_address_visibility": "linked",
            }
        )
        expected = {
            None: set(),
            "stranger": set(),
            "friend": {"zeb@example.org", "7 rue du Pré", "47.123"},
            "shy": {"zeb@example.org", "02 40 11 11 11", "7 rue du Pré", "47.123"},
        }
        secrets = expected["shy"]
        for login, known in expected.items():
            self.authenticate(login, login)
            text = self.url_open(self.shy._off_get_page_path()).text
            text += self.url_open("/network/map.json").text
            self.assertEqual({one for one in secrets if one in text}, known, login)
            self.assertIn("Zebuville", text.partition("points")[0])

    def test_the_map_and_the_pages_agree_on_points(self):
        viewers = [None] + [
            user.partner_id for user in (self.friend_user, self.shy_user)
        ]
        self.far.off_address_visibility = "hidden"
        self.shy.off_address_visibility = "linked"
        members = self.near | self.far | self.lost | self.shy | self.friend
        for viewer in viewers:
            shown = self.env["res.partner"].search(
                self.Directory._get_point_domain(viewer)
            )
            contacts = members._off_get_shown_contacts(viewer)
            located = [one for one in members if contacts[one]["latitude"] is not None]
            self.assertEqual((members & shown).ids, [one.id for one in located])

    def test_images_of_linked_members_are_not_kept_by_proxies(self):
        path = f"/network/image/member/{self.shy.id}/256"
        cache = self.url_open(path).headers["Cache-Control"]
        self.assertTrue(cache.startswith("public"))
        self.shy.off_visibility = "linked"
        self.authenticate("friend", "friend")
        cache = self.url_open(path).headers["Cache-Control"]
        self.assertTrue(cache.startswith("private"))

    def test_a_link_of_ones_own_operator_counts(self):
        self.shy.off_visibility = "linked"
        self._create_link(self.shy, self.hub_a)
        self.coordinator_a.password = "coordinator_a"
        self.coordinator_b.password = "coordinator_b"
        self._check("coordinator_a", True)
        self._check("coordinator_b", False)

    def test_a_hidden_member_has_no_place_in_the_choices(self):
        self.shy.write({"off_visibility": "hidden"})
        self.shy.off_role_ids = [
            Command.link(self.env.ref("off_hub_network.role_transporter").id)
        ]
        self.assertFalse(self._is_seen("/network?role=transporter"))
