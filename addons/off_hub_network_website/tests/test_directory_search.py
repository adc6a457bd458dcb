from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.base_geolocalize.models.base_geocoder import BaseGeocoder

from ..directory import Filters
from .common import NANTES, DirectoryCommon


@tagged("post_install", "-at_install")
class TestDirectorySearch(DirectoryCommon):
    def test_without_a_question_everybody_stands_by_name(self):
        self.assertEqual(self._find().mapped("name"), self._names())

    def _names(self):
        return ["Far farm", "Lost farm", "Near farm"]

    def test_a_page_holds_its_part_and_the_total(self):
        members, total, _far = self.Directory._find_members(Filters(), None, 2, 2)
        self.assertEqual((members, total), (self.near, 3))

    def test_by_role(self):
        hub = self._create_member("Some hub", role="hub")
        self.assertEqual(self._find(role="hub"), hub)
        self.assertFalse(self._find(role="unknown"))

    def test_by_a_label_that_is_valid_today(self):
        self._certify(self.near)
        self._certify(self.far, days=-1)
        self.assertEqual(self._find(label="BIO"), self.near)

    def test_by_delivery_day(self):
        tuesday = self.env.ref("off_hub_network.weekday_1")
        self.far.off_delivery_day_ids = [Command.link(tuesday.id)]
        self.assertEqual(self._find(day=1), self.far)
        self.assertFalse(self._find(day=2))

    def test_by_the_words_of_a_product_with_or_without_plural(self):
        self._create_goods("Carotte de sable", self.near)
        self._create_goods("Choux verts", self.far)
        self.assertEqual(self._find(product="carottes SABLE"), self.near)
        self.assertEqual(self._find(product="chou"), self.far)
        self.assertFalse(self._find(product="carotte verte"))

    def test_a_product_that_is_archived_is_not_found(self):
        self._create_goods("Carotte", self.near).active = False
        self.assertFalse(self._find(product="carotte"))

    def test_season_and_word_are_asked_of_the_same_product(self):
        self._create_goods("Strawberry", self.near, months=(5, 6))
        self._create_goods("Honey", self.near)
        self.assertEqual(self._find(product="strawberry", month=6), self.near)
        self.assertFalse(self._find(product="strawberry", month=12))
        # What has no season can be had all year.
        self.assertEqual(self._find(month=12), self.near)

    def test_within_a_distance_nearest_first(self):
        close = self._create_member("A close one", 47.22, -1.55)
        self.assertEqual(self._find(point=NANTES, km=50), close | self.near)
        self.assertEqual(
            self._find(point=NANTES, km=200).ids, (close | self.near | self.far).ids
        )

    def test_at_any_distance_those_without_place_come_last(self):
        self.assertEqual(
            self._find(point=NANTES, km=0).ids, (self.near | self.far | self.lost).ids
        )

    def test_a_point_that_is_kept_back_counts_as_its_town(self):
        shy = self._create_member(
            "Shy farm", 47.9, -1.9, city="Nantes", off_address_visibility="linked"
        )
        members, _total, far = self.Directory._find_members(
            Filters(point=NANTES, km=50), None
        )
        self.assertIn(shy, members)
        # As far as the only member of its town that shows where it is.
        self.assertEqual(far[shy.id], (far[self.near.id][0], False))
        self.assertEqual(shy._off_format_distance(far[shy.id]), "about 4 km")
        # To itself it is where it is.
        self.assertNotIn(shy, self._find(viewer=shy, point=NANTES, km=50))

    def test_an_old_place_is_asked_with_its_words_only(self):
        args = {"near": "Nantes", "at": "Nantes", "lat": "47.2", "lng": "-1.5"}
        self.assertEqual(Filters.from_args(args).point, (47.2, -1.5))
        self.assertIsNone(Filters.from_args({**args, "near": "Rennes"}).point)

    # -- places ----------------------------------------------------------------------
    def test_a_town_of_members_needs_no_connection(self):
        self._create_member("Other", 47.21, -1.65, city="Saint-Herblain", zip="44800")
        for text in ("saint herblain", "44800"):
            with patch.object(BaseGeocoder, "geo_find", side_effect=AssertionError):
                filters, problem = self.Directory._locate(Filters(near=text))
            self.assertEqual((filters.point, problem), ((47.21, -1.65), None))

    def test_another_place_is_asked_of_the_provider(self):
        with patch.object(BaseGeocoder, "geo_find", return_value=(43.6, 1.44)):
            filters, problem = self.Directory._locate(Filters(near="Toulouse"))
        self.assertEqual((filters.point, problem), ((43.6, 1.44), None))

    def test_offline_it_says_so_and_sorts_by_name(self):
        with patch.object(BaseGeocoder, "geo_find", side_effect=UserError("offline")):
            filters, problem = self.Directory._locate(Filters(near="Toulouse"))
        self.assertIsNone(filters.point)
        self.assertIn("cannot be looked up right now", problem)

    def test_an_unknown_place_says_so(self):
        with patch.object(BaseGeocoder, "geo_find", return_value=None):
            _filters, problem = self.Directory._locate(Filters(near="Nowhere"))
        self.assertIn("No place is known", problem)

    def test_a_town_of_hidden_members_is_not_known(self):
        self.near.off_visibility = "hidden"
        with patch.object(BaseGeocoder, "geo_find", return_value=None):
            filters, _problem = self.Directory._locate(Filters(near="Nantes"))
        self.assertIsNone(filters.point)

    # -- products --------------------------------------------------------------------
    def test_products_nearest_producer_first(self):
        there = self._create_goods("Carrot of Rennes", self.far)
        here = self._create_goods("Carrot of Nantes", self.near)
        find = self.Directory._find_products
        products, total, far = find(Filters(product="carrot", point=NANTES, km=0))
        self.assertEqual((products.ids, total), ([here.id, there.id], 2))
        self.assertLess(far[self.near.id][0], far[self.far.id][0])
        products, total, _far = find(Filters(product="carrot", point=NANTES, km=50))
        self.assertEqual((products, total), (here, 1))

    def test_products_bear_a_label_as_long_as_it_is_valid(self):
        label = self.env.ref("off_hub_network.label_organic")
        apple = self._create_goods(
            "Apple", self.near, off_label_ids=[Command.link(label.id)]
        )
        self._create_goods("Other apple", self.near)
        find = self.Directory._find_products
        self.assertFalse(find(Filters(label="BIO"))[0])
        certificate = self._certify(self.near)
        self.assertEqual(find(Filters(label="BIO"))[0], apple)
        certificate.date_end = certificate.date_start
        self.assertFalse(find(Filters(label="BIO"))[0])
