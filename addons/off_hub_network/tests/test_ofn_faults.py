import csv
import io
import zipfile

from hypothesis import example, given
from hypothesis import strategies as st

from odoo.tests import tagged

from odoo.addons.off_hub_network.ofn import (
    COLUMNS,
    ENTERPRISES,
    PRODUCTS,
    EnterpriseRow,
    parse,
    parse_enterprises,
    write_enterprises,
    write_refused,
)
from odoo.addons.off_hub_network.ofn.text import clean_line, clean_prose

from .test_ofn_format import CARROT, D, FormatCase, file_of, thorough

FARM = {
    "name": "La Ferme",
    "is_primary_producer": "1",
    "sells": "own",
    "visible": "public",
    "email_address": "ann@ferme.fr",
    "website": "www.ferme.fr",
    "zipcode": "44190",
    "latitude": "47.0861",
    "longitude": "-1.2829",
    "abn": "732 829 320 00074",
}


def enterprises_of(*changes):
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, ENTERPRISES.columns, restval="")
    writer.writeheader()
    writer.writerows(FARM | change for change in changes)
    return file.getvalue().encode()


def messages_of(errors):
    return {error.row: str(error.message) for error in errors}


@tagged("post_install", "-at_install")
class TestFaults(FormatCase):
    """Every kind of wrong row is named with its row, column, value and what is
    expected; kinds that are not here are in test_ofn_format."""

    def test_other_kinds_of_files_are_called_by_their_name(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
        for data, words in (
            (packed.getvalue(), ".xlsx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
            (b"%PDF-1.7", "PDF"),
            (b"\x89PNG\r\n", "picture"),
            ("producer,name".encode("utf-16"), "UTF-16"),
        ):
            with self.subTest(words=words):
                self.assert_refused(data, words, "CSV UTF-8")

    def test_a_row_that_breaks_off_is_refused(self):
        head, row = file_of({}).rstrip(b"\n").split(b"\n")
        data = head + b"\n" + b"La Ferme,CAR-9,Carotte,,L,,1,kg,,2.50\n" + row + b"\n"
        result = parse(data)
        self.assertEqual([row.row for row in result.rows], [3])
        self.assertEqual([error.row for error in result.errors], [2])
        self.assertIn("only 10 cells; 15 cells", result.errors[0].message)

    def test_cells_that_are_missing_under_nameless_columns_do_no_harm(self):
        head, row = file_of({}).rstrip(b"\n").split(b"\n")
        self.assertTrue(parse(head + b",,\n" + row + b"\n").ok)

    def test_a_line_break_outside_of_quotation_marks_is_one_fault_a_row(self):
        data = file_of({}).replace(b"nantaise", b"nan\ntaise")
        result = parse(data)
        self.assertEqual([error.row for error in result.errors], [2, 3])

    def test_numbers_in_other_forms(self):
        forms = ("1e5", "1E-2", "NaN", "inf", "-Infinity", "0x10", "1_000", "½", "+1")
        for text in (*forms, "12 €", "1..5", "#REF!", "1\x002"):
            for column in ("units", "price", "on_hand"):
                with self.subTest(text=text, column=column):
                    self.assert_fault({column: text}, column)

    def test_negative_numbers(self):
        for column in ("units", "price", "on_hand"):
            self.assert_fault({column: "-1"}, column, "“-1”")

    def test_numbers_too_long_for_any_field(self):
        for column in ("units", "price", "on_hand"):
            self.assert_fault({column: "9" * 5000}, column, "is more than")

    def test_dates_in_other_forms(self):
        for text in (
            "2026/05/31",
            "31.05.2026",
            "31-05-2026",
            "05/31/2026",
            "31/05/26",
            "20260531",
            "2026-05-31 08:00",
            "46173",
            "31 mai 2026",
            "0026-05-31",
            "2206-05-31",
        ):
            with self.subTest(text=text):
                self.assert_fault({"available_on": text}, "available_on", "2026-05-31")

    def test_texts_over_their_length(self):
        for column in ("producer", "sku", "name", "category", "tax_category"):
            self.assert_fault({column: "x" * 256}, column, "at most 255", "256")

    def test_nul_bytes(self):
        self.assert_fault({"name": "Car\x00ot"}, "name", "U+0000")

    def test_characters_that_reorder_text(self):
        self.assert_fault({"name": "Carotte\u202egnp"}, "name", "U+202E")

    def test_the_header_again_in_the_middle_of_the_file(self):
        result = parse(file_of({}) + file_of({"sku": "CAR-2"}))
        self.assertEqual({error.row for error in result.errors}, {3})
        self.assertEqual(len(result.rows), 2)

    def test_a_file_without_header_names_the_missing_columns(self):
        errors = parse(file_of({}).split(b"\n", 1)[1] * 2).errors
        self.assertEqual({error.row for error in errors}, {1})
        self.assertIn("producer", {error.column for error in errors})

    def test_a_guarded_cell_is_read_in_every_column(self):
        row = self.parse_one(on_hand="'-", available_on="'-", on_demand="'-")
        self.assertEqual((row.on_hand, row.available_on), (None, None))
        self.assert_fault({"price": "'-2"}, "price")


@tagged("post_install", "-at_install")
class TestRefused(FormatCase):
    def refuse(self, data):
        result = parse(data)
        return write_refused(data, messages_of(result.errors), PRODUCTS)

    def cells_of(self, data):
        text = data.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))

    def test_only_refused_rows_are_there_with_what_is_wrong(self):
        data = file_of({}, {"sku": "CAR-2", "price": "free"}, {"sku": "CAR-3"})
        header, row = self.cells_of(self.refuse(data))
        self.assertEqual(header, ["error", *COLUMNS])
        self.assertIn("Row 3, column price: “free”", row[0])
        self.assertEqual(
            row[1:], [(CARROT | {"sku": "CAR-2", "price": "free"})[c] for c in COLUMNS]
        )

    def test_a_mended_file_is_read_with_a_warning_for_its_column(self):
        data = self.refuse(file_of({"price": "free"})).replace(b",free,", b",2.50,")
        result = parse(data)
        self.assertEqual(result.rows, parse(file_of({})).rows)
        self.assertEqual([warning.column for warning in result.warnings], ["error"])

    def test_a_second_refusal_replaces_the_first(self):
        again = self.refuse(self.refuse(file_of({"price": "free"})))
        self.assertEqual(self.cells_of(again)[0], ["error", *COLUMNS])

    def test_no_cell_is_a_formula(self):
        texts = ("=1+1", "+1", "-1", "@a", "\t=1", "'=1")
        data = file_of(*({"sku": t, "price": t, "name": t} for t in texts))
        data = data.replace(b"producer,", b'"=producer",', 1).replace(
            b'"=producer",', b"producer,", 1
        )
        for row in self.cells_of(self.refuse(data)):
            for cell in row:
                self.assertFalse(
                    cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
                )

    def test_semicolons_and_cells_beyond_the_header_are_kept(self):
        data = (
            file_of({}, delimiter=";")
            .replace(b"\n", b";;over\n")
            .replace(b"tax_category;;over", b"tax_category")
        )
        header, row = self.cells_of(self.refuse(data))
        self.assertEqual(header, ["error", *COLUMNS])
        self.assertEqual(row[-2:], ["", "over"])

    def test_a_file_that_cannot_be_read_has_none(self):
        for data in (b"PK\x03\x04", b"a,b\n1,2\n", b'{"@graph": []}', b""):
            self.assertEqual(write_refused(data, {1: "x", 2: "x"}, PRODUCTS), b"")

    @thorough
    @given(st.lists(st.text(max_size=8), min_size=15, max_size=15))
    @example(["\t1"] * 15)
    def test_what_is_read_stays_the_same(self, cells):
        file = io.StringIO(newline="")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, cells])
        try:
            data = file.getvalue().encode()
        except UnicodeEncodeError:
            return
        before = parse(data)
        if not any(error.row == 2 for error in before.errors):
            return
        after = parse(write_refused(data, {2: "wrong"}, PRODUCTS))
        columns = [error.column for error in before.errors if error.row == 2]
        self.assertEqual([error.column for error in after.errors], columns)


@tagged("post_install", "-at_install")
class TestEnterpriseFormat(FormatCase):
    def test_a_row_is_read_whole(self):
        row = parse_enterprises(enterprises_of({})).rows[0]
        self.assertEqual(
            (row.name, row.sells, row.zipcode), ("La Ferme", "own", "44190")
        )
        self.assertTrue(row.is_primary_producer)
        self.assertEqual((row.latitude, row.longitude), (D("47.0861"), D("-1.2829")))
        self.assertEqual(row.siret, "73282932000074")

    def test_every_wrong_cell_is_named(self):
        for column, value, word in (
            ("name", "", "required"),
            ("is_primary_producer", "maybe", "1 or 0"),
            ("sells", "everything", "none, own, any"),
            ("visible", "sometimes", "only_through_links"),
            ("email_address", "ann at ferme", "one address"),
            ("email_address", "a@b.fr, c@d.fr", "one address"),
            ("website", "none yet", "www.farm.org"),
            ("latitude", "91", "-90 to 90"),
            ("longitude", "west", "-180 to 180"),
            ("longitude", "", "together"),
            ("description", "x" * 10_001, "at most"),
            ("city", "a\x07b", "U+0007"),
            ("abn", "73282932000075", "SIRET"),
        ):
            with self.subTest(column=column, value=value[:20]):
                result = parse_enterprises(enterprises_of({column: value}))
                self.assertEqual(result.rows, ())
                self.assertEqual([e.column for e in result.errors], [column])
                self.assertIn(f"Row 2, column {column}: ", result.errors[0].message)
                self.assertIn(word, result.errors[0].message)

    def test_two_rows_of_one_enterprise_are_refused(self):
        for change in (
            {"abn": "", "name": "LA FERME"},
            {"name": "Autre", "zipcode": "1", "abn": "", "acn": "73282932000074"},
        ):
            result = parse_enterprises(enterprises_of({}, change))
            self.assertEqual([error.row for error in result.errors], [3], change)

    def test_missing_columns_are_named(self):
        errors = parse_enterprises(b"name,city\nA,B\n").errors
        self.assertEqual(
            [error.column for error in errors], ["is_primary_producer", "sells"]
        )

    def test_columns_of_open_food_network_without_place_here_are_told(self):
        data = enterprises_of({}).replace(b"acn", b"instagram", 1)
        result = parse_enterprises(data)
        self.assertEqual([w.column for w in result.warnings], ["instagram"])
        self.assertTrue(result.ok)

    @thorough
    @given(
        st.builds(
            EnterpriseRow,
            row=st.just(2),
            is_primary_producer=st.booleans(),
            sells=st.sampled_from(["none", "own", "any", "unspecified"]),
            visible=st.sampled_from(["", "public", "only_through_links", "hidden"]),
            email_address=st.sampled_from(["", "a@b.fr", "+a@b.fr"]),
            website=st.sampled_from(["", "www.a.fr", "https://a.fr/b?c=d"]),
            latitude=st.none(),
            longitude=st.none(),
            name=st.text("'=+-@ ,;\"aé", min_size=1, max_size=8)
            .map(clean_line)
            .filter(bool),
            description=st.text("'=+-@\n ,;\"aé", max_size=9).map(clean_prose),
            long_description=st.text("'=+-@\n <>\"aé", max_size=9).map(clean_prose),
            **{
                column: st.text("'=+-@ ,;\"aé", max_size=8).map(clean_line)
                for column in (
                    "phone",
                    "address1",
                    "address2",
                    "zipcode",
                    "city",
                    "state_name",
                    "country",
                    "abn",
                    "acn",
                )
            },
        )
    )
    def test_what_is_written_is_read_back(self, row):
        data = write_enterprises([row])
        self.assertEqual(parse_enterprises(data).rows, (row,))
        for cells in csv.reader(io.StringIO(data.decode(), newline="")):
            for cell in cells:
                self.assertFalse(cell.startswith(("=", "+", "-", "@", "\t", "\r")))

    @thorough
    @given(st.binary(max_size=200))
    def test_any_bytes_give_a_result(self, data):
        for content in (data, enterprises_of({}) + data):
            result = parse_enterprises(content)
            self.assertTrue(result.rows or result.errors)
