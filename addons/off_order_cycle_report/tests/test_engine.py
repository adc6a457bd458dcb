from datetime import date, datetime
from unittest import TestCase
from zoneinfo import ZoneInfo

from ..engine.filters import FilterError, read_filters
from ..engine.layout import Column, Group, Layout
from ..engine.pages import make_blocks
from ..engine.totals import cut, walk
from ..engine.words import Words

LAYOUT = Layout(
    (
        Column("hub", "Hub"),
        Column("customer", "Customer"),
        Column("quantity", "Quantity", "quantity", total=True),
        Column("unit", "Unit"),
        Column("amount", "Amount", "money", total=True),
    ),
    (Group("hub_id", ("hub",)), Group("partner_id", ("customer",))),
    ("hub_id", "partner_id"),
)
ROWS = [
    ("North", "Ann", 1.0, "kg", 0.1, 1, 1),
    ("North", "Ann", 2.0, "piece", 0.2, 1, 1),
    ("North", "Bob", 4.0, "kg", 0.3, 1, 2),
    ("South", "Bob", 8.0, "kg", 0.4, 2, 2),
    ("South", "Bob", 16.0, "kg", None, 2, 2),
]


class TestWalk(TestCase):
    def setUp(self):
        super().setUp()
        self.events = list(walk(ROWS, LAYOUT))

    def test_groups_begin_and_end_where_their_keys_change(self):
        told = [(event.kind, event.level) for event in self.events]
        self.assertEqual(
            told,
            [
                *[("head", 0), ("head", 1), ("row", 2), ("row", 2), ("sum", 1)],
                *[("head", 1), ("row", 2), ("sum", 0)],
                *[("head", 0), ("head", 1), ("row", 2), ("row", 2)],
                *[("sum", 1), ("sum", 0), ("total", 0)],
            ],
        )

    def test_sums_are_those_of_their_group(self):
        sums = [event.sums for event in self.events if event.kind == "sum"]
        self.assertEqual([one[4] for one in sums], [0.3, 0.6, 0.4, 0.4])
        self.assertEqual(self.events[-1].sums[4], 1.0)

    def test_quantities_in_different_units_are_not_added(self):
        sums = [event.sums[2] for event in self.events if event.kind == "sum"]
        self.assertEqual(sums, [None, None, 24.0, 24.0])
        self.assertIsNone(self.events[-1].sums[2])

    def test_pages_hold_all_rows_once_whatever_their_size(self):
        for size in range(1, 7):
            rows, sums, number = [], 0, 1
            while True:
                page = cut(walk(ROWS, LAYOUT), number, size)
                self.assertEqual((page.count, page.total.sums[4]), (5, 1.0))
                rows += [event.row for event in page.events if event.kind == "row"]
                sums += sum(event.kind == "sum" for event in page.events)
                if number * size >= page.count:
                    break
                number += 1
            with self.subTest(size=size):
                self.assertEqual(rows, ROWS)
                self.assertEqual(sums, 4)

    def test_a_page_within_a_group_repeats_its_heads(self):
        page = cut(walk(ROWS, LAYOUT), 2, 1)
        heads = [(event.level, event.row[:2]) for event in page.events[:2]]
        self.assertEqual(heads, [(0, ("North", "Ann")), (1, ("North", "Ann"))])

    def test_a_head_stands_on_the_page_of_its_first_row(self):
        page = cut(walk(ROWS, LAYOUT), 1, 2)
        self.assertEqual(page.events[-1].kind, "sum")
        self.assertEqual(page.events[-1].level, 1)

    def test_values_that_no_row_has_are_told(self):
        rows = [("North", None, 1.0, "kg", None, 1, 1)]
        self.assertEqual(cut(walk(rows, LAYOUT), 1, 9).used, {0, 2, 3, 5, 6})

    def test_a_sum_of_nothing_is_empty(self):
        rows = [("North", "Ann", None, "kg", 1.0, 1, 1)]
        *_events, total = walk(rows, LAYOUT)
        self.assertEqual(total.sums, {2: None, 4: 1.0})

    def test_nothing_has_no_total(self):
        self.assertEqual(list(walk([], LAYOUT)), [])


class TestBlocks(TestCase):
    def test_each_group_is_a_table_under_its_heads(self):
        blocks = list(make_blocks(walk(ROWS, LAYOUT), LAYOUT, Words(), sheet_of=0))
        heads = [block.heads for block in blocks]
        self.assertEqual(heads[0], [(0, "North"), (1, "Ann")])
        self.assertEqual(heads[1], [(1, "Bob")])
        rows = [line for block in blocks for line in block.lines if line[0] == "row"]
        self.assertEqual(len(rows), 5)
        self.assertEqual([block.new_page for block in blocks].count(True), 1)


class TestWords(TestCase):
    def test_numbers_are_written_as_the_language_does(self):
        french = Words(",", "\u202f")
        for kind, value, text in (
            ("money", 1234.5, "1\u202f234,50"),
            ("quantity", 12.0, "12"),
            ("quantity", 0.25, "0,25"),
            ("quantity", 1000.0, "1\u202f000"),
            ("weight", 1.5, "1,500"),
            ("integer", 3, "3"),
            ("money", -0.001, "0,00"),
            ("money", None, ""),
        ):
            with self.subTest(kind=kind, value=value):
                self.assertEqual(french.tell(Column("x", "X", kind), value), text)

    def test_moments_are_those_of_the_operator(self):
        words = Words(zone=ZoneInfo("Europe/Paris"))
        told = words.tell(Column("x", "X", "moment"), datetime(2026, 7, 1, 22, 30))
        self.assertEqual(told, "02/07/2026 00:30")


class TestFilters(TestCase):
    def test_what_is_read_can_be_read_again(self):
        filters = read_filters(
            {"cycles": [3, 1, 3], "date_from": "2026-12-31", "hubs": []}
        )
        self.assertEqual(filters.cycles, (1, 3))
        self.assertEqual(filters.date_from, date(2026, 12, 31))
        self.assertEqual(read_filters(filters.as_dict()), filters)

    def test_nonsense_is_named(self):
        for values in (
            {"cycles": "1"},
            {"cycles": [True]},
            {"cycles": [0]},
            {"cycles": [2**31]},
            {"cycles": ["1; DROP TABLE"]},
            {"hubs": list(range(1, 1000))},
            {"date_from": "yesterday"},
            {"date_from": 5},
            {"date_from": "2026-01-02", "date_to": "2026-01-01"},
            {"date_kind": "birth"},
            {"companies": [1]},
            [],
            "x",
        ):
            with self.subTest(values=values), self.assertRaises(FilterError):
                read_filters(values)
