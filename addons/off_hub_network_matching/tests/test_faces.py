from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..matching import WEIGHTS
from .common import MatchingCommon


@tagged("post_install", "-at_install")
class TestFindProducers(MatchingCommon):
    def test_who_declared_a_capacity_is_found_with_the_distance(self):
        grower = self._create_member("North Farm", km=12)
        self._create_notice(grower, "capacity", "carrots", 40)
        reasons = self._get_reasons(self.need, "producer", grower)
        self.assertIn("12 km from you", reasons)
        self.assertIn("Can supply 40 of 60 kg a week", reasons)

    def test_the_nearer_comes_first(self):
        for name, km in (("Far", 30), ("Near", 3), ("Midway", 15)):
            self._create_notice(self._create_member(name, km=km), "capacity", "Carrots")
        self.assertEqual(
            self._get_names(self.need, "producer"), ["Near", "Midway", "Far"]
        )

    def test_who_is_beyond_the_radius_is_left_out(self):
        grower = self._create_member("Far", km=51)
        self._create_notice(grower, "capacity", "Carrots", radius=0)
        self.assertFalse(self._get_names(self.need, "producer"))
        self.need.radius = 0
        self.assertEqual(self._get_names(self.need, "producer"), ["Far"])

    def test_a_capacity_has_a_radius_too(self):
        grower = self._create_member("Near", km=12)
        capacity = self._create_notice(grower, "capacity", "Carrots", radius=10)
        self.assertFalse(self._get_names(self.need, "producer"))
        capacity.radius = 12
        self.assertEqual(self._get_names(self.need, "producer"), ["Near"])

    def test_an_address_that_is_not_located_is_said(self):
        grower = self._create_member("Somewhere")
        self._create_notice(grower, "capacity", "Carrots")
        self.assertIn(
            "Distance unknown: its address is not located",
            self._get_reasons(self.need, "producer", grower),
        )

    def test_a_place_kept_back_is_only_told_roughly(self):
        grower = self._create_member("Shy", km=12, off_address_visibility="linked")
        self._create_notice(grower, "capacity", "Carrots", radius=0)
        self.need.radius = 10
        found = self.matching._find(self.need, "producer")
        self.assertEqual([row["km"] for row in found], [10])
        self.assertIn("About 10 km from you", found[0]["reasons"])

    def test_other_products_are_not_suggested(self):
        self._create_notice(self._create_member("Dairy", km=2), "capacity", "Cheese")
        self.assertFalse(self._get_names(self.need, "producer"))

    def test_accents_case_and_plurals_do_not_matter(self):
        self.need.product = "Pâté"
        self._create_notice(self._create_member("Deli", km=2), "capacity", "pates")
        self.assertEqual(self._get_names(self.need, "producer"), ["Deli"])

    def test_the_same_category_is_a_consolation(self):
        self.need.category_id = self.vegetables
        for name, product in (("Leeks", "Leeks"), ("Carrots", "Carrots")):
            self._create_notice(
                self._create_member(name, km=2),
                "capacity",
                product,
                category_id=self.vegetables.id,
            )
        self.assertEqual(self._get_names(self.need, "producer"), ["Carrots", "Leeks"])

    def test_a_category_covers_those_below_it(self):
        below = self.env["product.category"].create(
            {"name": "Roots", "parent_id": self.vegetables.id}
        )
        self.need.write({"product": False, "category_id": self.vegetables.id})
        grower = self._create_member("Roots", km=2)
        self._create_notice(grower, "capacity", category_id=below.id)
        self.assertEqual(self._get_names(self.need, "producer"), ["Roots"])

    def test_rhythms_compare_by_the_week(self):
        grower = self._create_member("North Farm", km=12)
        self._create_notice(grower, "capacity", "carrots", 2080, rhythm="yearly")
        self.assertIn(
            "Can supply 40 of 60 kg a week",
            self._get_reasons(self.need, "producer", grower),
        )

    def test_units_compare_by_their_reference(self):
        grower = self._create_member("North Farm", km=12)
        ton = self.env.ref("uom.product_uom_ton").id
        self._create_notice(grower, "capacity", "carrots", 0.03, uom_id=ton)
        self.assertIn(
            "Can supply 30 of 60 kg a week",
            self._get_reasons(self.need, "producer", grower),
        )

    def test_units_that_do_not_compare_say_nothing(self):
        grower = self._create_member("North Farm", km=12)
        unit = self.env.ref("uom.product_uom_unit").id
        self._create_notice(grower, "capacity", "carrots", 30, uom_id=unit)
        reasons = " ".join(self._get_reasons(self.need, "producer", grower))
        self.assertNotIn("Can supply 30", reasons.split("12 km")[1])

    @freeze_time("2026-06-15")
    def test_a_label_counts_to_the_last_day_of_its_certificate(self):
        grower = self._create_member("Organic Farm", km=12)
        self._create_notice(grower, "capacity", "Carrots")
        self._certify(grower, "2026-01-01", "2026-06-15")
        self.need.write({"label_ids": self.organic.ids, "labels_required": True})
        self.assertIn(
            "Organic until 06/15/2026",
            self._get_reasons(self.need, "producer", grower),
        )
        with freeze_time("2026-06-16"):
            self.assertFalse(self._get_names(self.need, "producer"))
            self.need.labels_required = False
            self.assertIn(
                "No valid certificate: Organic",
                self._get_reasons(self.need, "producer", grower),
            )

    @freeze_time("2026-06-15")
    def test_periods_must_meet(self):
        grower = self._create_member("Winter Farm", km=12)
        capacity = self._create_notice(
            grower, "capacity", "Carrots", date_start="2026-11-01"
        )
        self.need.date_end = "2026-10-31"
        self.assertFalse(self._get_names(self.need, "producer"))
        capacity.date_start = "2026-10-31"
        self.assertEqual(self._get_names(self.need, "producer"), ["Winter Farm"])

    def test_closed_notices_are_left_out(self):
        grower = self._create_member("North Farm", km=12)
        self._create_notice(grower, "capacity", "carrots").action_close()
        self.assertFalse(self._get_names(self.need, "producer"))

    def test_hubs_near_that_know_it_are_counted(self):
        grower = self._create_member("North Farm", km=12)
        self._create_notice(grower, "capacity", "Carrots")
        self._create_link(grower, self.hub_b)
        self.assertIn(
            "Already linked to a hub near you",
            self._get_reasons(self.need, "producer", grower),
        )

    def test_who_is_linked_already_is_not_suggested(self):
        self._create_notice(self.producer, "capacity", "Carrots")
        self.assertFalse(self._get_names(self.need, "producer"))

    def test_a_need_does_not_look_for_buyers(self):
        with self.assertRaisesRegex(UserError, "does not look for such members"):
            self.matching._find(self.need, "buyer")

    def test_all_shares_met_make_a_hundred(self):
        self.assertEqual(sum(WEIGHTS.values()), 100)
        grower = self._create_member("Next Door", km=0)
        self._create_notice(grower, "capacity", "Carrots", 60)
        for name in ("One", "Two", "Three"):
            hub = self._create_hub(name, self.company_b)
            self._place(hub.partner_id, 5)
            self._create_link(grower, hub)
        self.assertEqual(self.matching._find(self.need, "producer")[0]["score"], 100)

    def test_each_point_has_its_weight(self):
        grower = self._create_member("Midway", km=25)
        self._create_notice(grower, "capacity", "Carrots", 30)
        expected = (
            WEIGHTS["product"]
            + WEIGHTS["distance"] * 0.5
            + WEIGHTS["volume"] * 0.5
            + WEIGHTS["labels"]
            + WEIGHTS["season"]
        )
        score = self.matching._find(self.need, "producer")[0]["score"]
        self.assertEqual(score, round(expected))


@tagged("post_install", "-at_install")
class TestDerivedSupply(MatchingCommon):
    """Producers who declare nothing are found by their products."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grower = cls._create_member("Quiet Farm", km=8)
        cls.carrots = cls._create_supply(cls.grower, "Sand carrots", 40)

    def test_products_and_what_is_left_of_them_answer(self):
        self.carrots.off_availability_ids.sudo().reserved_qty = 10
        reasons = self._get_reasons(self.need, "producer", self.grower)
        self.assertIn("Supplies Sand carrots", reasons)
        self.assertIn("Can supply 30 of 60 kg a week", reasons)

    def test_contents_are_converted(self):
        gram = self.env.ref("uom.product_uom_gram")
        self.carrots.write({"off_unit_quantity": 500, "off_unit_uom_id": gram.id})
        self.assertIn(
            "Can supply 20 of 60 kg a week",
            self._get_reasons(self.need, "producer", self.grower),
        )

    def test_made_to_order_has_no_limit(self):
        self.carrots.off_availability_ids.on_demand = True
        self.assertIn(
            "Makes it to order, without limit",
            self._get_reasons(self.need, "producer", self.grower),
        )

    @freeze_time("2026-06-15")
    def test_out_of_season_is_left_out(self):
        self.need.date_end = "2026-07-31"
        month = self.env.ref("off_hub_network.month_07")
        self.carrots.product_tmpl_id.off_season_ids = month
        self.assertIn(
            "Only 50 % of the period you ask for",
            self._get_reasons(self.need, "producer", self.grower),
        )
        self.need.date_end = "2026-06-30"
        self.assertFalse(self._get_names(self.need, "producer"))

    def test_a_declared_capacity_goes_before_products(self):
        self._create_notice(self.grower, "capacity", "Leeks")
        self.assertFalse(self._get_names(self.need, "producer"))

    def test_a_name_in_another_language_counts(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.carrots.product_tmpl_id.with_context(lang="fr_FR").name = "Panais"
        self.need.product = "panais"
        self.assertEqual(self._get_names(self.need, "producer"), ["Quiet Farm"])

    def test_the_words_of_a_category_count(self):
        self.carrots.categ_id = self.vegetables
        self.need.product = "vegetables"
        self.assertEqual(self._get_names(self.need, "producer"), ["Quiet Farm"])

    def test_a_hub_supplies_what_its_producers_do(self):
        self._create_link(self.grower, self.hub_b)
        reasons = self._get_reasons(self.need, "hub", self.hub_b.partner_id)
        self.assertIn("Supplies Sand carrots", reasons)


@tagged("post_install", "-at_install")
class TestFindBuyersAndHubs(MatchingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grower = cls._create_member("North Farm", km=10)
        cls.capacity = cls._create_notice(cls.grower, "capacity", "Carrots", 40)
        cls.canteen = cls._create_member("Canteen", "collective_buyer", km=20)

    def test_a_buyer_who_looks_for_it_is_found(self):
        self._create_notice(self.canteen, "need", "carrots", 20)
        reasons = self._get_reasons(self.capacity, "buyer", self.canteen)
        self.assertIn("You can supply all of the 20 kg a week", reasons)

    def test_a_buyer_who_said_nothing_is_a_neighbour_to_ask(self):
        found = self.matching._find(self.capacity, "buyer")
        self.assertEqual([row["partner"] for row in found], [self.canteen])
        self.assertEqual(found[0]["match"], 0)
        self.assertIn("Has not said what it looks for: ask", found[0]["reasons"])

    def test_a_buyer_who_looks_for_something_else_is_left_alone(self):
        self._create_notice(self.canteen, "need", "Cheese")
        self.assertFalse(self._get_names(self.capacity, "buyer"))

    def test_a_buyer_who_only_takes_organic_is_found_by_who_is(self):
        self._create_notice(
            self.canteen,
            "need",
            "carrots",
            label_ids=self.organic.ids,
            labels_required=True,
        )
        self.assertFalse(self._get_names(self.capacity, "buyer"))
        next_year = fields.Date.today() + timedelta(days=365)
        certificate = self._certify(self.grower, "2020-01-01", next_year)
        self.assertEqual(self._get_names(self.capacity, "buyer"), ["Canteen"])
        certificate.date_end = "2020-12-31"
        self.assertFalse(self._get_names(self.capacity, "buyer"))

    def test_the_hub_that_looks_for_it_comes_before_the_one_nearer(self):
        self.assertEqual(self._get_names(self.capacity, "hub"), ["Hub A", "Hub B"])


@tagged("post_install", "-at_install")
class TestIsolation(MatchingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grower = cls._create_member("North Farm", km=10)
        cls.capacity = cls._create_notice(cls.grower, "capacity", "Carrots", 40)

    def test_a_hidden_member_is_never_suggested(self):
        self.grower.off_visibility = "hidden"
        self.assertFalse(self._get_names(self.need, "producer"))

    def test_a_member_shown_to_linked_ones_is_suggested_to_none_else(self):
        self.grower.off_visibility = "linked"
        self.assertFalse(self._get_names(self.need, "producer"))

    def test_what_a_member_keeps_to_itself_finds_and_is_not_found(self):
        self.capacity.visibility = "private"
        self.assertFalse(self._get_names(self.need, "producer"))
        self.assertIn("Hub A", self._get_names(self.capacity, "hub"))

    def test_staff_elsewhere_reads_what_is_shown_only(self):
        need = self.need.with_user(self.coordinator_b)
        self.need.company_id = self.company_a
        self.assertTrue(need.has_access("read"))
        self.assertFalse(need.has_access("write"))
        for change in ({"visibility": "private"}, {"state": "closed"}):
            with self.subTest(change), self.env.cr.savepoint() as savepoint:
                self.need.write(change)
                self.assertFalse(need.has_access("read"))
                self.assertFalse(need.search([("id", "=", need.id)]))
                savepoint.rollback()

    def test_who_may_only_read_a_need_does_not_search_with_it(self):
        with self.assertRaises(AccessError):
            self.matching.with_user(self.coordinator_b)._find(
                self.need.with_user(self.coordinator_b), "producer"
            )

    def test_a_notice_of_another_member_cannot_be_written(self):
        notices = self.env["off.network.notice"].with_user(self.coordinator_b)
        with self.assertRaises(AccessError):
            notices.create({"member_id": self.home.id, "kind": "need"})

    def test_staff_writes_for_the_hubs_of_its_operator(self):
        notices = self.env["off.network.notice"].with_user(self.coordinator_a)
        notice = notices.create({"kind": "need", "product": "Leeks"})
        self.assertEqual(notice.member_id, self.home)
        self.assertEqual(notice.company_id, self.company_a)
        with self.assertRaises(AccessError):
            notice.member_id = self.hub_b.partner_id

    def test_staff_of_an_operator_proposes_a_link_in_one_step(self):
        self.need.company_id = self.company_a
        Suggestion = self.env["off.network.suggestion"].with_user(self.coordinator_a)
        action = self.need.with_user(self.coordinator_a).action_find_producers()
        suggestion = Suggestion.search(action["domain"])
        self.assertEqual(suggestion.partner_id, self.grower)
        suggestion.action_propose()
        link = suggestion.link_id.sudo()
        self.assertEqual(link.grantor_id, self.grower)
        self.assertEqual(link.grantee_id, self.home)
        self.assertEqual(link.state, "proposed")
        self.assertIn("Carrots, 60 kg a week", link.message)
        self.assertFalse(self._get_names(self.need, "producer"))

    def test_a_member_that_is_not_shown_gets_no_proposal(self):
        self.need.company_id = self.company_a
        self.grower.off_visibility = "hidden"
        with self.assertRaisesRegex(UserError, "not shown to you"):
            self.need.with_user(self.coordinator_a)._propose_link(self.grower)

    def test_a_private_need_says_nothing_in_its_proposal(self):
        self.need.visibility = "private"
        self.assertNotIn("60", self.need._get_proposal())

    def test_all_needs_of_the_operator_are_searched_at_once(self):
        self.need.company_id = self.company_a
        Suggestion = self.env["off.network.suggestion"].with_user(self.coordinator_a)
        action = Suggestion._open_all("producer")
        self.assertEqual(Suggestion.search(action["domain"]).partner_id, self.grower)
