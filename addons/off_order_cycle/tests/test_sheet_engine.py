import contextlib
import io
import unittest
from decimal import Decimal

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from ..engine import desk, sheet


def make_book(lines, merge=None):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    if merge:
        book.active.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEADER = ["Reference", "Product", "Quantity"]


class TestSheet(unittest.TestCase):
    def _read(self, data, known=(1, 2, 3)):
        page = sheet.read(data)
        return sheet.read_quantities(page, 7, set(known), 0, [2])

    def _read_one(self, value, merge=None):
        found, faults = self._read(make_book([HEADER, ["7-1", "Leeks", value]], merge))
        return found[2].get(1), [fault.code for fault in faults]

    def test_what_is_written_is_read_again(self):
        data = sheet.write(
            "=1", HEADER, [["7-1", "=1+1", 3], ["7-2", "b", None]], {2}, {}
        )
        found, faults = self._read(data)
        self.assertEqual((found, faults), ({2: {1: (3, 0, 2)}}, []))
        self.assertEqual(sheet.read(data).lines[0][1][1], "=1+1")

    def test_each_kind_of_bad_cell_is_told(self):
        for value, code in (
            ("=1+1", "formula"),
            ("two", "number"),
            (True, "number"),
            (-1, "negative"),
            ("-1", "negative"),
            (1.5, "fraction"),
            ("1,5", "fraction"),
            (100_000, "much"),
            ("9" * 12, "much"),
        ):
            with self.subTest(value=value):
                self.assertEqual(self._read_one(value), (None, [code]))
        self.assertEqual(self._read_one(2, "B2:C2"), (None, []))
        self.assertEqual(
            self._read(make_book([HEADER, ["7-1", "", 2], ["7-2", "", 1]], "C2:C3"))[1],
            [sheet.Fault(2, "merged", "2", "7-1")],
        )

    def test_numbers_are_read_as_people_write_them(self):
        for value in (2, 2.0, "2", " 2 ", "2,0", "+2"):
            with self.subTest(value=value):
                self.assertEqual(self._read_one(value), ((2, 0, 2), []))
        self.assertEqual(self._read_one(0), ((0, 0, 2), []))
        self.assertEqual(self._read_one(None), (None, []))

    def test_r19_what_is_accepted_on_top_stands_behind_a_plus(self):
        for value, amount in (
            ("3+2", (3, 2, 2)),
            (" 3 + 2 ", (3, 2, 2)),
            ("3+0", (3, 0, 2)),
            ("0+2", (0, 0, 2)),
        ):
            with self.subTest(value=value):
                self.assertEqual(self._read_one(value), (amount, []))
        for value, code in (
            ("3+", "number"),
            ("3+1.5", "number"),
            ("1+999999", "much"),
        ):
            with self.subTest(value=value):
                self.assertEqual(self._read_one(value), (None, [code]))
        data = sheet.write(
            "a", HEADER, [["7-1", "b", sheet.write_amount(3, 2)]], {2}, {}
        )
        self.assertEqual(self._read(data)[0], {2: {1: (3, 2, 2)}})

    def test_lines_have_the_numbers_of_the_file(self):
        text = "\ufeffReference;Product;Quantity\n\n7-1;Leeks;2\n7-9;?;1\n7-1;Leeks;3\n"
        found, faults = self._read(text.encode())
        self.assertEqual(found, {2: {1: (2, 0, 3)}})
        self.assertEqual(
            [(fault.line, fault.code) for fault in faults],
            [(4, "unknown"), (5, "twice")],
        )

    def test_files_that_are_none_of_ours(self):
        other = make_book([HEADER, ["8-1", "Leeks", 1]])
        with self.assertRaises(sheet.SheetError) as caught:
            self._read(other)
        self.assertEqual(caught.exception.code, "sale")
        for data, code in (
            (b"", "empty"),
            (b"PK\x03\x04 broken", "kind"),
            (b"\x89PNG\0\0", "kind"),
            (b"x" * (sheet.MAX_BYTES + 1), "large"),
            (b"a\n" * (sheet.MAX_LINES + 1), "large"),
            (b"Reference;Quantity\n", "empty"),
        ):
            with self.subTest(data=data[:10]):
                with self.assertRaises(sheet.SheetError) as caught:
                    sheet.read(data)
                self.assertEqual(caught.exception.code, code)

    @given(st.binary(max_size=200))
    def test_no_file_breaks_the_reader(self, data):
        for start in (b"", b"PK\x03\x04", b"Reference;Quantity\n7-1;"):
            with contextlib.suppress(sheet.SheetError):
                page = sheet.read(start + data)
                sheet.read_quantities(page, 7, {1}, 0, [1])


QUANTITIES = st.dictionaries(
    st.integers(1, 3), st.integers(0, 5).map(Decimal), max_size=3
)
WISHES = st.builds(
    desk.Wish, QUANTITIES, QUANTITIES, st.none(), st.sampled_from([None, "a", "b"])
)


class TestDesk(unittest.TestCase):
    @given(
        st.lists(WISHES, max_size=8),
        st.dictionaries(
            st.integers(1, 3), st.none() | st.integers(0, 9).map(Decimal), max_size=3
        ),
    )
    def test_r12_what_is_granted_is_there(self, wishes, left):
        places = {"a": 2, "b": None}
        answers = desk.answer(wishes, left, places)
        granted = [
            wish for wish, one in zip(wishes, answers, strict=True) if one.is_granted
        ]
        for offer, available in left.items():
            taken = sum(wish.get_more().get(offer, 0) for wish in granted)
            if available is not None and taken > 0:
                self.assertLessEqual(taken, available)
        self.assertLessEqual(sum(wish.slot == "a" for wish in granted), 2)

    def test_first_come_first_served(self):
        wishes = [
            desk.Wish({}, {1: Decimal(3)}, None, "a"),
            desk.Wish({}, {1: Decimal(3)}, None, "a"),
            desk.Wish({1: Decimal(2)}, {1: Decimal(1)}, "a", "a"),
        ]
        first, second, third = desk.answer(wishes, {1: Decimal(3)}, {"a": 9})
        self.assertTrue(first.is_granted and third.is_granted)
        self.assertEqual(second.most, {1: Decimal(1)})
