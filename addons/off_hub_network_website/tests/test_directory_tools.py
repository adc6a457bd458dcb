from odoo.tests import BaseCase, tagged

from ..directory import Filters, distance_km, get_box, get_runs


@tagged("post_install", "-at_install")
class TestDirectoryTools(BaseCase):
    def test_distance_of_two_towns(self):
        # Paris to Lyon: 392 km as the crow flies.
        self.assertAlmostEqual(
            distance_km((48.8566, 2.3522), (45.7640, 4.8357)), 391.5, delta=1
        )
        self.assertEqual(distance_km((47, -1), (47, -1)), 0)

    def test_a_box_holds_the_circle(self):
        for latitude in (-60, 0, 47, 80):
            south, north, west, east = get_box((latitude, 3), 50)
            for corner in ((south, 3), (north, 3), (latitude, west), (latitude, east)):
                self.assertGreaterEqual(distance_km((latitude, 3), corner), 50)

    def test_a_box_over_the_date_line_holds_all_longitudes(self):
        self.assertEqual(get_box((-17, 179.9), 50)[2:], (None, None))
        self.assertEqual(get_box((89.9, 0), 50)[2:], (None, None))

    def test_months_that_follow_each_other(self):
        for months, runs in (
            ((), []),
            (range(1, 13), []),
            ((6,), [(6, 6)]),
            ((5, 6, 7, 9), [(5, 7), (9, 9)]),
            ((11, 12, 1, 2), [(11, 2)]),
            ((1, 12), [(12, 1)]),
        ):
            self.assertEqual(get_runs(months), runs)

    def test_what_cannot_be_read_is_not_asked(self):
        for args in (
            {"month": "13", "day": "x", "km": "7", "lat": "nan", "product": " "},
            {"lat": "100", "lng": "0", "near": "", "at": ""},
            {"month": "²", "day": "-1"},
        ):
            self.assertEqual(Filters.from_args(args), Filters())

    def test_an_address_asks_the_same_again(self):
        filters = Filters(
            product="honey", day=0, near="Nantes", point=(47.2, -1.5), km=10
        )
        args = {key: str(value) for key, value in filters.as_args().items()}
        self.assertEqual(Filters.from_args(args), filters)
        self.assertEqual(Filters().get_url("/network"), "/network")
        self.assertEqual(Filters(day=0).get_url("/network"), "/network?day=0")
