import io
import unittest
import zipfile
from datetime import date, datetime
from decimal import Decimal

import xlwt

from odoo.tests import tagged

from ..engine.cells import fold, read_amount, read_day, read_iban, read_siret, read_yes
from ..engine.columns import WORDS, propose
from ..engine.fault import Fault
from ..engine.table import read_table
from .common import make_csv, make_xlsx

ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content
  xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
 <office:body><office:spreadsheet><table:table table:name="1">
  <table:table-row>
   <table:table-cell office:value-type="string"><text:p>Nom</text:p></table:table-cell>
   <table:table-cell
   office:value-type="string"><text:p>Solde</text:p></table:table-cell>
   <table:table-cell office:value-type="string"><text:p>Date</text:p></table:table-cell>
  </table:table-row> <table:table-row table:number-rows-repeated="2">
   <table:table-cell office:value-type="string"><text:p>Léa</text:p></table:table-cell>
   <table:table-cell office:value-type="currency" office:value="-12.5"/>
   <table:table-cell office:value-type="date" office:date-value="2025-12-31"/>
  </table:table-row> <table:table-row table:number-rows-repeated="1048000">
   <table:table-cell table:number-columns-repeated="1024"/>
  </table:table-row> </table:table></office:spreadsheet></office:body>
</office:document-content>"""


def make_ods(content=ODS):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return file.getvalue()


@tagged("post_install", "-at_install")
class TestTables(unittest.TestCase):
    """Files as people have them."""

    test_tags = {"post_install"}

    def _assert_fault(self, code, function, *args):
        with self.assertRaises(Fault) as caught:
            function(*args)
        self.assertEqual(caught.exception.code, code)

    def test_encodings_and_separators_are_found(self):
        lines = ("Nom;Ville;Prix €", "Zoé;Besançon;12", ";;", "Œuf & Cie;Liège;3")
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252", "iso-8859-15"):
            with self.subTest(encoding=encoding):
                table = read_table(make_csv(*lines, encoding=encoding))
                self.assertEqual(table.columns, ["Nom", "Ville", "Prix €"])
                # the empty third row counts as a row
                self.assertEqual([number for number, _cells in table.rows], [2, 4])
                self.assertEqual(table.rows[1][1][0], "Œuf & Cie")
        for delimiter in ",\t|":
            with self.subTest(delimiter=delimiter):
                data = make_csv(*(line.replace(";", delimiter) for line in lines))
                self.assertEqual(read_table(data).rows[0][1][1], "Besançon")

    def test_a_comma_in_amounts_is_no_separator(self):
        table = read_table(make_csv("nom;solde", "A;12,50", "B;3,00", "C;1,00"))
        self.assertEqual(table.rows[0][1], ["A", "12,50"])

    def test_spreadsheets_give_numbers_and_days(self):
        day = datetime(2025, 12, 31)
        table = read_table(make_xlsx(["Nom", "Solde", "Date"], ["Léa", -12.5, day]))
        expected = ["Léa", Decimal("-12.5"), date(2025, 12, 31)]
        self.assertEqual(table.rows, [(2, expected)])
        self.assertEqual(read_table(make_ods()).rows, [(2, expected), (3, expected)])
        book = xlwt.Workbook()
        sheet = book.add_sheet("1")
        style = xlwt.easyxf(num_format_str="DD/MM/YYYY")
        for row, cells in enumerate([["Nom", "Solde", "Date"], ["Léa", -12.5, day]]):
            for column, cell in enumerate(cells):
                args = (style,) if cell is day else ()
                sheet.write(row, column, cell, *args)
        file = io.BytesIO()
        book.save(file)
        self.assertEqual(read_table(file.getvalue()).rows, [(2, expected)])

    def test_what_is_no_table_is_refused(self):
        self._assert_fault("no_rows", read_table, b"name;email\r\n")
        self._assert_fault("no_rows", read_table, b"")
        self._assert_fault("no_table", read_table, b"PK\x03\x04 nonsense")
        self._assert_fault("no_table", read_table, b"\xd0\xcf\x11\xe0 nonsense")
        self._assert_fault("no_text", read_table, b"a;b\r\n\x00\x00;2")
        self._assert_fault("beyond", read_table, make_csv("a;b", "1;2;3"))
        self._assert_fault("quotes", read_table, make_csv("a;b", '1;"2'))

    def test_two_columns_of_one_name_are_told_apart(self):
        table = read_table(make_csv("tel;tel;", "1;2;"))
        self.assertEqual(table.columns, ["tel", "tel (2)"])

    def test_amounts_as_people_write_them(self):
        for text, amount in (
            ("1 234,56 €", "1234.56"),
            ("1\u202f234,56", "1234.56"),
            ("-12,5", "-12.50"),
            ("12,50-", "-12.50"),
            ("(12.50)", "-12.50"),
            ("\u2212 3", "-3.00"),
            ("+4", "4.00"),
            ("1.234,56 EUR", "1234.56"),
            (Decimal("0.1") + Decimal("1e-12"), "0.10"),
        ):
            with self.subTest(text=text):
                self.assertEqual(read_amount(text), Decimal(amount))
        self._assert_fault("ambiguous_amount", read_amount, "1,234")
        self._assert_fault("decimals", read_amount, "1,2345")
        self._assert_fault("no_amount", read_amount, "douze")
        self._assert_fault("no_amount", read_amount, "12$")
        self._assert_fault("large_amount", read_amount, "123456789012")

    def test_days_as_people_write_them(self):
        for text in (
            "31/12/2025",
            "31.12.25",
            "31-12-2025",
            "2025-12-31",
            "20251231",
            "31 décembre 2025",
            "31 de diciembre de 2025",
            "31/12/2025 00:00",
        ):
            with self.subTest(text=text):
                self.assertEqual(read_day(text), date(2025, 12, 31))
        for text in ("31/13/2025", "30/02/2025", "demain", "1", "01/01/0001"):
            with self.subTest(text=text):
                self._assert_fault("no_day", read_day, text)

    def test_numbers_of_enterprises_and_accounts_check_themselves(self):
        self.assertEqual(read_siret("732 829 320 00074"), "73282932000074")
        self.assertEqual(read_siret(Decimal("73282932000074")), "73282932000074")
        self._assert_fault("no_siret", read_siret, "73282932000075")
        self._assert_fault("no_siret", read_siret, "7.32829E+13")
        iban = "FR76 3000 1007 9412 3456 7890 185"
        self.assertEqual(read_iban(iban), iban.replace(" ", ""))
        self._assert_fault("no_iban", read_iban, "FR7630001007941234567890186")
        self.assertTrue(read_yes("Oui"))
        self.assertFalse(read_yes("client"))
        self._assert_fault("no_yes", read_yes, "perhaps")

    def test_columns_are_known_in_three_languages(self):
        french = ["N° d'adhérent", "Prénom", "Nom", "Courriel", "Tél.", "Code postal"]
        english = ["Member number", "First name", "Last name", "E-mail", "Phone", "Zip"]
        spanish = ["Referencia", "Nombre de pila", "Apellidos", "Correo electrónico"]
        spanish += ["Teléfono", "Código postal"]
        targets = ["reference", "first_name", "name", "email", "phone", "zip"]
        for columns in (french, english, spanish):
            self.assertEqual(propose("member", columns), targets)
        self.assertEqual(
            propose("balance", ["Client", "Solde", "Échéance", "Remarque"]),
            ["name", "amount", "date", ""],
        )
        self.assertEqual(propose("producer", ["Ferme", "RIB"]), ["name", "iban"])

    def test_what_was_chosen_goes_before_the_words(self):
        columns = ["Nom", "Foyer"]
        self.assertEqual(propose("member", columns), ["name", ""])
        chosen = {"foyer": "name", "nom": ""}
        self.assertEqual(propose("member", columns, chosen), ["", "name"])
        self.assertEqual(propose("member", columns, {"nom": "gone"}), ["", "name"])

    def test_no_word_means_two_things(self):
        for kind, targets in WORDS.items():
            seen = {}
            for target, words in targets.items():
                for word in words.split("|"):
                    self.assertEqual(fold(word), word)
                    self.assertEqual(seen.setdefault(word, target), target, kind)
