from odoo.tests import tagged

from odoo.addons.off_hub_network_portal.tests.common import PortalPagesCase

from .common import MatchingCommon

PATH = "/my/network/matching"


@tagged("post_install", "-at_install")
class TestMatchingPages(MatchingCommon, PortalPagesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.canteen = cls._create_member("Canteen", "collective_buyer", km=12)
        cls._create_notice(cls.canteen, "need", "carrots", 40)
        cls.own = cls.env["off.network.notice"]

    def _add(self, **vals):
        self._login(self.grower_user)
        data = {"kind": "capacity", "product": "Carrots", "quantity": "20,5", **vals}
        response = self._post(f"{PATH}/add", data, page=PATH)
        own = self.own.search([("member_id", "=", self.producer.id)])
        return response, own

    def test_what_is_added_shows_who_suits_at_once(self):
        response, own = self._add()
        self.assertEqual(own.quantity, 20.5)
        self.assertIn("Canteen", response.text)
        self.assertIn("You can supply 20.5 of 40 kg a week", response.text)

    def test_a_number_that_is_none_is_said_and_nothing_is_lost(self):
        response, own = self._add(quantity="many")
        self.assertFalse(own)
        self.assertIn("“many” is not a number", response.text)
        self.assertIn('value="Carrots"', response.text)

    def test_what_cannot_be_stored_is_no_error(self):
        _response, own = self._add(product="Car\0rots", note="\0", uom_id="9" * 5000)
        self.assertEqual(own.product, "Carrots")
        page = f"{PATH}/{own.id}"
        response = self._post(f"{page}/propose", {"partner_id": "9" * 5000}, page=PATH)
        self.assertIn("not shown to you", response.text)

    def test_a_period_backwards_is_said(self):
        label = self.env.ref("off_hub_network.label_organic")
        response, own = self._add(
            date_start="2030-02-01", date_end="2030-01-01", label=label.id
        )
        self.assertFalse(own)
        self.assertEqual(response.status_code, 200)
        self.assertIn("not before the first one", response.text)
        self.assertIn('value="2030-02-01"', response.text)
        ticked = rf'value="{label.id}"\s+checked="checked"'
        self.assertRegex(response.text, ticked)

    def test_numbers_are_read_as_in_the_grid(self):
        response, own = self._add(quantity="1e5")
        self.assertFalse(own)
        self.assertIn("“1e5” is not a number", response.text)
        _response, own = self._add(quantity="1\u202f000,5", radius="")
        self.assertEqual((own.quantity, own.radius), (1000.5, 0))

    def test_a_link_is_proposed_in_one_step(self):
        _response, own = self._add()
        page = f"{PATH}/{own.id}"
        self._post(f"{page}/propose", {"partner_id": self.canteen.id}, page=page)
        link = self.env["off.network.link"].search(
            [("grantor_id", "=", self.producer.id), ("state", "=", "proposed")]
        )
        self.assertEqual(link.grantee_id, self.canteen)
        self.assertEqual(link.proposed_by_id, self.producer)

    def test_nobody_hidden_is_proposed_to(self):
        _response, own = self._add()
        self.canteen.off_visibility = "hidden"
        page = f"{PATH}/{own.id}"
        response = self._post(
            f"{page}/propose", {"partner_id": self.canteen.id}, page=PATH
        )
        self.assertIn("not shown to you", response.text)

    def test_a_notice_is_closed_and_opened_again(self):
        _response, own = self._add()
        for state in ("closed", "open"):
            self._post(f"{PATH}/{own.id}/state", {"answer": state}, page=PATH)
            self.assertEqual(own.state, state)

    def test_mails_are_ended_here_too(self):
        self._login(self.grower_user)
        self._post(f"{PATH}/mail", {}, page=PATH)
        self.assertFalse(self.producer.off_match_digest)

    def test_pages_of_others_do_not_exist(self):
        _response, own = self._add()
        self._login(self.neighbour_user)
        self.assertNotIn("Carrots", self.url_open(PATH).text)
        self.assertEqual(self.url_open(f"{PATH}/{own.id}").status_code, 404)
        response = self._post(f"{PATH}/{own.id}/state", {"answer": "closed"}, page=PATH)
        self.assertEqual(response.status_code, 404)
        self.assertEqual(own.state, "open")

    def test_a_family_has_no_such_page(self):
        self._login(self.family_user)
        self.assertEqual(self.url_open(PATH).status_code, 404)

    def test_a_portal_member_reads_and_writes_its_own_notices_only(self):
        _response, own = self._add()
        notices = self.own.with_user(self.neighbour_user)
        self.assertFalse(notices.search([]))
        self.assertFalse(notices.browse(own.id).has_access("write"))
        self.assertEqual(self.own.with_user(self.grower_user).search([]), own)
