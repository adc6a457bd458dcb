from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from ..engine.labels import STORAGES, fill_pages, plan_parcels, shorten_name


class TestLabelEngine(TestCase):
    def test_each_temperature_is_a_parcel(self):
        self.assertEqual(
            plan_parcels(iter(["chilled", "ambient", "chilled"])),
            [("ambient",), ("chilled",)],
        )
        self.assertEqual(plan_parcels([]), [("ambient",)])

    def test_fewer_parcels_hold_the_coldest_together(self):
        self.assertEqual(
            plan_parcels(STORAGES, 2), [("ambient",), ("chilled", "frozen")]
        )
        self.assertEqual(plan_parcels(STORAGES, 1), [STORAGES])

    def test_more_parcels_are_of_what_is_not_cold(self):
        self.assertEqual(
            plan_parcels(["ambient", "frozen"], 3),
            [("ambient",), ("ambient",), ("frozen",)],
        )

    @settings(deadline=None)
    @given(st.lists(st.sampled_from(STORAGES)), st.integers(0, 9))
    def test_nothing_is_left_out(self, storages, count):
        parcels = plan_parcels(storages, count)
        told = {kind for parcel in parcels for kind in parcel}
        self.assertEqual(told, set(storages) or {"ambient"})
        self.assertTrue(all(parcels))
        if count:
            self.assertEqual(len(parcels), count)

    def test_a_name_is_shortened_to_first_name_and_initial(self):
        for name, short in (
            ("Claire Martin", "Claire M."),
            ("Élodie de la Villardière", "Élodie D."),
            ("  Ali  (Ben Salah)", "Ali B."),
            ("Zoé", "Zoé"),
            ("", ""),
        ):
            self.assertEqual(shorten_name(name), short)

    @settings(deadline=None)
    @given(st.integers(0, 100))
    def test_all_labels_are_on_sheets(self, count):
        pages = fill_pages(range(count), 3, 8)
        self.assertEqual(len(pages), -(-count // 24))
        flat = [one for page in pages for row in page for one in row]
        self.assertEqual([one for one in flat if one is not None], list(range(count)))
        self.assertTrue(all(len(row) == 3 for page in pages for row in page))
