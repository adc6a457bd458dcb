from odoo.tests import tagged

from .common import PortalPagesCase

PATH = "/my/network/links"


@tagged("post_install", "-at_install")
class TestLinksPage(PortalPagesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked = (
            cls.env["off.network.link"]
            .with_user(cls.coordinator_b)
            ._off_propose(
                cls.producer,
                cls.hub_b.partner_id,
                ["may_order", "may_override"],
                "Come and sell with us",
            )
        )

    def _answer(self, link, answer, *permissions):
        return self._post(
            f"{PATH}/{link.id}/answer",
            {"answer": answer, **dict.fromkeys(permissions, "1")},
            PATH,
        )

    def test_signs_of_a_search_pattern_stand_for_themselves(self):
        self._create_hub("Store", self.company_b)
        self._login(self.grower_user)
        for sought, found in (("sto", True), ("%25", False), ("_", False)):
            page = self.url_open(f"{PATH}?search={sought}").text
            self.assertEqual("Store" in page, found, sought)

    def test_a_proposal_is_shown_with_what_it_means(self):
        self._login(self.grower_user)
        page = self.url_open(PATH).text
        self.assertIn("Come and sell with us", page)
        self.assertIn("may order my products and put them on sale", page)
        self.assertIn("1 link to answer", self.url_open("/my/network").text)

    def test_a_grower_accepts_less_than_was_asked(self):
        self._login(self.grower_user)
        response = self._answer(self.asked, "accept", "may_order")
        self.assertIn("Accepted.", response.text)
        self.assertEqual(self.asked.state, "accepted")
        self.assertTrue(self.asked.may_order)
        self.assertFalse(self.asked.may_override)

    def test_nothing_is_accepted_without_a_permission(self):
        self._login(self.grower_user)
        response = self._answer(self.asked, "accept")
        self.assertIn("Leave at least one permission checked", response.text)
        self.assertEqual(self.asked.state, "proposed")

    def test_a_grower_refuses_and_revokes(self):
        self._login(self.grower_user)
        self._answer(self.asked, "refuse")
        self.assertEqual(self.asked.state, "refused")
        self._answer(self.link_a, "revoke")
        self.assertEqual(self.link_a.state, "revoked")
        self.assertIn("History", self.url_open(PATH).text)

    def test_a_grower_changes_what_it_allows(self):
        self._login(self.grower_user)
        self._answer(self.link_a, "permissions", "may_order", "may_edit_profile")
        self.assertTrue(self.link_a.may_edit_profile)
        self.assertFalse(self.link_a.may_manage_products)

    def test_a_grower_proposes_to_a_hub_that_it_finds(self):
        self.asked.sudo().action_refuse()
        self.neighbour.off_visibility = "public"
        self._login(self.neighbour_user)
        self.assertIn("Hub A", self.url_open(f"{PATH}?search=hub").text)
        response = self._post(
            f"{PATH}/propose",
            {
                "partner_id": self.hub_a.partner_id.id,
                "may_order": "1",
                "message": "Leeks?",
            },
            f"{PATH}?search=hub",
        )
        self.assertIn("Your proposal is sent", response.text)
        link = self.env["off.network.link"].search(
            [("grantor_id", "=", self.neighbour.id)]
        )
        self.assertEqual(link.grantee_id, self.hub_a.partner_id)
        self.assertEqual(link.message, "Leeks?")
        self.assertEqual(link.state, "proposed")
        self._answer(link, "accept", "may_order")
        self.assertEqual(link.state, "proposed", "The hub has to answer.")

    def test_hidden_hubs_are_neither_found_nor_written_to(self):
        self.hub_a.partner_id.off_visibility = "hidden"
        self._login(self.neighbour_user)
        self.assertNotIn("Hub A", self.url_open(f"{PATH}?search=hub").text)
        response = self._post(
            f"{PATH}/propose",
            {"partner_id": self.hub_a.partner_id.id, "may_order": "1"},
            "/my/sign-in",
        )
        self.assertEqual(response.status_code, 403)

    def test_links_of_others_are_refused(self):
        for user, status in ((self.neighbour_user, 403), (self.family_user, 404)):
            self._login(user)
            for answer in ("accept", "refuse", "revoke", "permissions"):
                for link in (self.asked, self.link_a):
                    response = self._post(
                        f"{PATH}/{link.id}/answer",
                        {"answer": answer, "may_override": "1"},
                        "/my/sign-in",
                    )
                    self.assertEqual(response.status_code, status)
            self.assertNotIn("Come and sell", self.url_open(PATH).text)
        self.assertEqual(self.asked.state, "proposed")
        self.assertEqual(self.link_a.state, "accepted")
