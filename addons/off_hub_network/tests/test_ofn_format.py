import csv
import dataclasses
import io
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.off_hub_network.ofn import (
    COLUMNS,
    UNIT_SCALES,
    CatalogueRow,
    Unit,
    parse,
    write,
)
from odoo.addons.off_hub_network.ofn.numbers import (
    format_number,
    is_ambiguous,
    read_number,
)
from odoo.addons.off_hub_network.ofn.text import clean_line, clean_prose

D = Decimal
ADDON = Path(__file__).parents[1]
SHARED = ADDON.parents[2] / "shared" / "data" / "ofn"
thorough = settings(deadline=None, max_examples=200)

CARROT = {
    "producer": "La Ferme",
    "sku": "CAR-1",
    "name": "Carotte",
    "display_name": "Botte d’un kilo",
    "category": "Légumes",
    "description": "Variété nantaise",
    "units": "1",
    "unit_type": "kg",
    "variant_unit_name": "",
    "price": "2.50",
    "on_hand": "40",
    "available_on": "2026-05-31",
    "on_demand": "0",
    "shipping_category": "Frais",
    "tax_category": "TVA 5,5%",
}


def file_of(*changes, columns=COLUMNS, delimiter=",", end="\n", encoding="utf-8"):
    """A file with one row like CARROT for each dictionary of changes."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end)
    writer.writerow(columns)
    for change in changes:
        row = CARROT | change
        writer.writerow([row.get(column.strip().lower(), "") for column in columns])
    return file.getvalue().encode(encoding)


class FormatCase(BaseCase):
    def parse_one(self, **change):
        result = parse(file_of(change))
        self.assertEqual(result.errors, ())
        return result.rows[0]

    def assert_fault(self, change, column, *words):
        """A row so changed has that one fault, whose message holds the words."""
        result = parse(file_of(change))
        self.assertEqual(result.rows, ())
        self.assertEqual([error.column for error in result.errors], [column])
        error = result.errors[0]
        self.assertEqual(error.row, 2)
        self.assertIn(f"Row 2, column {column}: ", error.message)
        self.assertIn(error.expected, error.message)
        for word in words:
            self.assertIn(word, error.message)

    def assert_refused(self, data, *words, row=None, **limits):
        """The file as a whole has one fault, whose message holds the words."""
        result = parse(data, **limits)
        self.assertEqual((result.ok, result.rows), (False, ()))
        self.assertEqual([error.row for error in result.errors], [row])
        for word in words:
            self.assertIn(word, result.errors[0].message)


@tagged("post_install", "-at_install")
class TestFile(FormatCase):
    def test_every_encoding_mark_delimiter_and_line_end_reads_the_same(self):
        expected = parse(file_of({}, {"sku": "CAR-2", "description": "a,b;c\td"}))
        self.assertEqual(len(expected.rows), 2)
        for encoding in ("utf-8", "utf-8-sig"):
            for delimiter in ",;\t":
                for end in ("\n", "\r\n", "\r"):
                    with self.subTest(encoding=encoding, delimiter=delimiter, end=end):
                        data = file_of(
                            {},
                            {"sku": "CAR-2", "description": "a,b;c\td"},
                            encoding=encoding,
                            delimiter=delimiter,
                            end=end,
                        )
                        self.assertEqual(parse(data), expected)

    def test_columns_come_in_any_order_and_case(self):
        columns = [f" {column.upper()} " for column in reversed(COLUMNS)]
        self.assertEqual(parse(file_of({}, columns=columns)), parse(file_of({})))

    def test_unknown_columns_are_left_aside_with_a_warning(self):
        result = parse(file_of({}, columns=(*COLUMNS, "Colour")))
        self.assertTrue(result.ok)
        self.assertEqual([warning.column for warning in result.warnings], ["colour"])

    def test_missing_columns_are_named(self):
        result = parse(file_of({}, columns=("producer", "name", "sku", "units")))
        missing = [error.column for error in result.errors]
        expected = ["category", "price", "unit_type or variant_unit_name"]
        self.assertEqual(missing, expected)
        self.assertEqual({error.row for error in result.errors}, {1})

    def test_optional_columns_may_be_absent(self):
        columns = ("producer", "name", "category", "units", "unit_type", "price")
        row = parse(file_of({}, columns=columns)).rows[0]
        self.assertEqual((row.sku, row.on_hand, row.on_demand), ("", None, False))

    def test_a_column_that_is_there_twice_is_an_error(self):
        self.assert_refused(
            file_of({}, columns=(*COLUMNS, "Price")), "column price", "2 times", row=1
        )

    def test_a_file_without_rows_is_an_error(self):
        for data in (b"", b"\n\n", "\ufeff".encode(), file_of(), file_of() + b"\n,,\n"):
            with self.subTest(data=data):
                self.assert_refused(data, "no rows")

    def test_a_file_that_is_not_utf8_names_the_row_and_the_byte(self):
        before = file_of({"description": "two\nlines"}, encoding="utf-8-sig")
        data = before + "Café,,\n".encode("latin-1")
        self.assert_refused(data, "Row 3", f"byte {len(before) + 4} ", "0xE9", row=3)
        self.assert_refused(file_of({}, encoding="utf-16"), "UTF-16", "CSV UTF-8")

    def test_limits_of_size(self):
        data = file_of({}, {"sku": "CAR-2"})
        self.assertTrue(parse(data, max_bytes=len(data), max_rows=2).ok)
        self.assert_refused(data, "bytes", max_bytes=len(data) - 1)
        self.assert_refused(data, "at most 1 rows", max_rows=1)

    def test_rows_are_numbered_as_a_spreadsheet_does(self):
        many_lines = {"description": "one\ntwo\r\nthree"}
        head = file_of(many_lines) + b"\n,,,\n"
        tail = file_of({"sku": "CAR-2", "price": "free"}).split(b"\n", 1)[1]
        result = parse(head + tail)
        self.assertEqual([row.row for row in result.rows], [2])
        self.assertEqual(result.rows[0].description, "one\ntwo\nthree")
        self.assertEqual([error.row for error in result.errors], [5])

    def test_wrong_quotation_marks_are_refused_with_their_place(self):
        for broken in (b'"La Ferme,CAR\n', b'"La "Ferme",CAR\n', b'"' + b"x" * 200_000):
            with self.subTest(broken=broken[:20]):
                self.assert_refused(
                    file_of({}) + broken, "Row 3", "quotation marks", row=3
                )

    def test_an_unquoted_delimiter_in_a_cell_is_explained(self):
        data = file_of({}).replace(b'"', b"")
        self.assert_refused(data, "“5%”", "quotation marks", row=2)

    def test_blank_cells_beyond_the_header_do_no_harm(self):
        data = file_of({}).replace(b"\n", b",,\n")
        self.assertTrue(parse(data).ok)

    @thorough
    @given(st.binary(max_size=300))
    def test_any_bytes_give_a_result(self, data):
        for content in (data, file_of({}) + data):
            result = parse(content)
            self.assertTrue(result.rows or result.errors)


@tagged("post_install", "-at_install")
class TestCells(FormatCase):
    def test_a_row_is_read_whole(self):
        row = self.parse_one()
        expected = CatalogueRow(
            row=2,
            producer="La Ferme",
            sku="CAR-1",
            name="Carotte",
            display_name="Botte d’un kilo",
            category="Légumes",
            description="Variété nantaise",
            unit=Unit(D(1), "kg"),
            price=D("2.50"),
            on_hand=D(40),
            on_demand=False,
            available_on=date(2026, 5, 31),
            shipping_category="Frais",
            tax_category="TVA 5,5%",
        )
        self.assertEqual(row, expected)
        self.assertEqual(row.row, 2)

    def test_all_faults_of_a_row_are_reported(self):
        faults = {
            "producer": " ",
            "name": "x" * 256,
            "category": "a\x07b",
            "units": "0",
            "unit_type": "kgs",
            "price": "-1",
            "on_hand": "many",
            "available_on": "31/02/2026",
            "on_demand": "perhaps",
        }
        result = parse(file_of(faults, {"sku": "CAR-2"}))
        self.assertEqual({error.column for error in result.errors}, set(faults))
        self.assertEqual(len(result.errors), len(faults))
        self.assertEqual([row.row for row in result.rows], [3])

    def test_required_cells(self):
        for column in ("producer", "name", "category", "units", "price"):
            with self.subTest(column=column):
                self.assert_fault({column: "\u00a0"}, column, "empty", "required")

    def test_units_become_kilograms_litres_or_items(self):
        table = [
            ("500", "g", "weight", "0.5"),
            ("250", "mg", "weight", "0.00025"),
            ("1,250", "KG", "weight", "1.25"),
            ("2", "t", "weight", "2000"),
            ("2", "lb", "weight", "0.90718474"),
            ("8", "oz", "weight", "0.226796185"),
            ("750", "ml", "volume", "0.75"),
            ("75", "cL", "volume", "0.75"),
            ("1.5", "l", "volume", "1.5"),
            ("1", "KL", "volume", "1000"),
        ]
        for units, unit_type, measure, base in table:
            with self.subTest(units=units, unit_type=unit_type):
                unit = self.parse_one(units=units, unit_type=unit_type).unit
                self.assertEqual((unit.measure, unit.base_quantity), (measure, D(base)))
                self.assertIn(unit.unit, UNIT_SCALES)

    def test_items_have_a_name(self):
        unit = self.parse_one(units="6", unit_type="", variant_unit_name="œuf").unit
        self.assertEqual(unit, Unit(D(6), "items", "œuf"))
        self.assertEqual((unit.measure, unit.base_quantity), ("items", D(6)))
        self.assert_fault({"unit_type": ""}, "variant_unit_name", "unit_type is empty")

    def test_units_that_make_no_sense(self):
        for units in ("0", "-1", "one", "1e3", "inf", "nan", "1 kg", "0.0000001"):
            with self.subTest(units=units):
                self.assert_fault({"units": units}, "units", units)
        self.assert_fault({"unit_type": "pint"}, "unit_type", "“pint”", "kg", "mL")

    def test_prices(self):
        for text, expected in (
            ("0", "0"),
            ("2,5", "2.5"),
            ("2.5000", "2.5"),
            ("1 234,56", "1234.56"),
            ("1\u202f234,56", "1234.56"),
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
        ):
            with self.subTest(text=text):
                self.assertEqual(self.parse_one(price=text).price, D(expected))

    def test_prices_that_make_no_sense(self):
        for text in (
            "-0.01",
            "free",
            "12 €",
            "0.125",
            "1e2",
            "Infinity",
            "9999999",
            "٣",
        ):
            with self.subTest(text=text):
                self.assert_fault({"price": text}, "price", text)

    def test_a_price_that_could_be_a_thousand_is_refused(self):
        for text in ("1,234", "12.500"):
            with self.subTest(text=text):
                self.assert_fault({"price": text}, "price", f"“{text}” could be")

    def test_stock(self):
        for text, expected in (("", None), ("-", None), ("0", 0), ("2,5", D("2.5"))):
            with self.subTest(text=text):
                self.assertEqual(self.parse_one(on_hand=text).on_hand, expected)
        for text in ("-3", "1,500", "1.23456", "lots"):
            with self.subTest(text=text):
                self.assert_fault({"on_hand": text}, "on_hand", text)

    def test_on_demand(self):
        for text in ("1", "true", "TRUE", "Yes", "oui", "VRAI"):
            self.assertTrue(self.parse_one(on_demand=text).on_demand, text)
        for text in ("", "0", "False", "no", "Non", "FAUX"):
            self.assertFalse(self.parse_one(on_demand=text).on_demand, text)
        self.assert_fault({"on_demand": "2"}, "on_demand", "“2”")

    def test_dates(self):
        for text, expected in (
            ("31/05/2026", date(2026, 5, 31)),
            ("2026-05-31", date(2026, 5, 31)),
            ("", None),
        ):
            row = self.parse_one(available_on=text)
            self.assertEqual(row.available_on, expected)
        for text in ("2026-02-30", "05/31/2026", "tomorrow", "31/05/26"):
            self.assert_fault({"available_on": text}, "available_on", text)

    def test_texts_are_normalised_but_for_typography(self):
        row = self.parse_one(
            name=unicodedata.normalize("NFD", " Cœur\u00a0de\tbœuf\n séché\u200b "),
            display_name="d’hiver ou d'été",
            description=" « Bon »\u00a0!\r\nTrès\u00a0bon. ",
        )
        self.assertEqual(row.name, "Cœur de bœuf séché")
        self.assertEqual(row.display_name, "d’hiver ou d'été")
        self.assertEqual(row.description, "« Bon »\u00a0!\nTrès\u00a0bon.")

    def test_long_texts_and_control_characters_are_refused(self):
        self.assert_fault({"description": "x" * 10_001}, "description", "10001")
        self.assert_fault({"sku": "a\x00b"}, "sku", "U+0000")
        (error,) = parse(file_of({"sku": "a\x00b" * 40})).errors
        self.assertEqual((error.value[:6], error.value[-1]), ("a ba b", "…"))
        self.assert_fault({"name": "a\u202eb"}, "name", "U+202E")

    def test_a_variant_that_is_there_twice_names_both_rows(self):
        result = parse(file_of({}, {"sku": "CAR-2"}, {"name": "Autre"}))
        self.assertEqual([row.row for row in result.rows], [2, 3])
        (error,) = result.errors
        self.assertEqual((error.row, error.column), (4, "sku"))
        self.assertIn("rows 2 and 4", error.message)

    def test_without_sku_a_variant_is_known_by_its_names_and_unit(self):
        first = {"sku": ""}
        same = {"sku": "", "units": "1000", "unit_type": "g"}
        others = (
            {"sku": "", "units": "2"},
            {"sku": "", "display_name": "Vrac"},
            {"sku": "", "producer": "Le Verger"},
            {"sku": "", "unit_type": "L"},
        )
        self.assertTrue(parse(file_of(first, *others)).ok)
        (error,) = parse(file_of(first, *others, same)).errors
        self.assertEqual((error.row, error.column), (7, "name"))
        self.assertIn("rows 2 and 7", error.message)

    def test_rows_at_fault_take_part_in_the_search_for_doubles(self):
        result = parse(file_of({"price": "free"}, {}))
        self.assertEqual([error.column for error in result.errors], ["price", "sku"])


@tagged("post_install", "-at_install")
class TestNumbers(FormatCase):
    def test_the_rule_of_marks(self):
        table = {
            "12": "12",
            ",5": "0.5",
            "-1,5": "-1.5",
            "1,234": "1.234",
            "1.234.567": "1234567",
            "1,234,567.8": "1234567.8",
            "12'345": "12345",
            "1\u00a0234\u2009567,89": "1234567.89",
        }
        for text, expected in table.items():
            with self.subTest(text=text):
                self.assertEqual(read_number(text), D(expected))
        for text in ("", "1.", "1,2,3", "1.23,456.7", "12 34", "1 234 5", "+1", "1_0"):
            with self.subTest(text=text):
                self.assertIsNone(read_number(text))

    def test_only_three_digits_after_a_lone_mark_are_ambiguous(self):
        for text in ("1,234", "12.500", "999,000"):
            self.assertTrue(is_ambiguous(text), text)
        for text in ("0,125", "1234,567", "1,2340", "1,23", "1.234,5", "1 234,567"):
            self.assertFalse(is_ambiguous(text), text)

    @thorough
    @given(st.decimals(0, 10**9, places=6))
    def test_a_written_number_is_read_back_without_doubt(self, number):
        text = format_number(number)
        self.assertEqual(read_number(text), number)
        self.assertFalse(is_ambiguous(text))


def _is_allowed(character):
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs"}


def _lines(blank=True):
    """Normalised texts of one line, many of them hard on a CSV or like a formula."""
    drawn = st.text(max_size=12) | st.text("'=+-@ ,;\"aé\u0301\u00a0", max_size=8)
    lines = drawn.map(lambda text: clean_line("".join(filter(_is_allowed, text))))
    return lines if blank else lines.filter(bool)


_prose = st.text("'=+-@\t\n\r ,;\"aé\u0301\u00a0\u2028", max_size=20).map(clean_prose)
_units = st.builds(
    Unit,
    st.decimals(D("0.000001"), 10**6, places=6),
    st.sampled_from([code for code in UNIT_SCALES if code != "items"]),
    _lines(),
) | st.builds(
    Unit,
    st.decimals(D("0.001"), 10**6, places=3),
    st.just("items"),
    _lines(blank=False),
)
_rows = st.builds(
    CatalogueRow,
    row=st.just(2),
    producer=_lines(blank=False),
    sku=_lines(),
    name=_lines(blank=False),
    display_name=_lines(),
    category=_lines(blank=False),
    description=_prose,
    unit=_units,
    price=st.decimals(0, 10**6, places=2),
    on_hand=st.none() | st.decimals(0, 10**9, places=4),
    on_demand=st.booleans(),
    available_on=st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    shipping_category=_lines(),
    tax_category=_lines(),
)


def _without_doubles(rows):
    return [
        dataclasses.replace(row, sku=f"{index} {row.sku}".strip())
        for index, row in enumerate(rows)
    ]


@tagged("post_install", "-at_install")
class TestWrite(FormatCase):
    @thorough
    @given(st.lists(_rows, min_size=1, max_size=4).map(_without_doubles))
    def test_what_is_written_is_read_back(self, rows):
        result = parse(write(rows))
        self.assertEqual(result.errors, ())
        self.assertEqual(list(result.rows), rows)

    @thorough
    @given(_rows)
    def test_no_cell_written_is_a_formula(self, row):
        reader = csv.reader(io.StringIO(write([row]).decode(), newline=""))
        for cell in list(reader)[1]:
            self.assertFalse(cell.startswith(("=", "+", "-", "@", "\t", "\r")))

    def test_formulas_stand_behind_an_apostrophe(self):
        for text in ("=1+1", "+33 2 40", "-A", "@home", "'=1+1", "''-", "'hui", "l'an"):
            with self.subTest(text=text):
                row = dataclasses.replace(self.parse_one(), name=text)
                self.assertEqual(parse(write([row])).rows, (row,))
        cell = write([dataclasses.replace(self.parse_one(), name="=1")])
        self.assertIn(b",'=1,", cell)

    def test_a_formula_that_comes_in_is_kept_as_text(self):
        self.assertEqual(self.parse_one(name="=1+1").name, "=1+1")
        self.assertEqual(self.parse_one(name="'=1+1").name, "=1+1")

    def test_the_header_is_that_of_open_food_network(self):
        header = write([]).decode().strip()
        self.assertEqual(
            header,
            "producer,sku,name,display_name,category,description,units,unit_type,"
            "variant_unit_name,price,on_hand,available_on,on_demand,shipping_category,"
            "tax_category",
        )


@tagged("post_install", "-at_install")
class TestCatalogues(FormatCase):
    def test_the_french_demonstration_catalogue_is_sound(self):
        data = (ADDON / "demo" / "catalogue_fr.csv").read_bytes()
        result = parse(data)
        self.assertEqual((result.errors, result.warnings), ((), ()))
        self.assertGreaterEqual(len(result.rows), 160)
        self.assertGreaterEqual(len({row.producer for row in result.rows}), 16)
        self.assertEqual(write(result.rows), data)
        self.assertTrue(all(row.sku and row.price > 0 for row in result.rows))

    def test_files_from_elsewhere_are_read_whole(self):
        if not SHARED.is_dir():
            self.skipTest(f"{SHARED} is absent")
        for name, count in (("products", 258), ("sample_file_120_products", 120)):
            with self.subTest(name=name):
                result = parse((SHARED / f"{name}.csv").read_bytes())
                self.assertEqual((result.errors, len(result.rows)), ((), count))
                self.assertEqual(parse(write(result.rows)).rows, result.rows)
        self.assert_refused(
            (SHARED / "product_list_template.csv").read_bytes(), "no rows"
        )
