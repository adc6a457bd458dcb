import base64
import unittest
from datetime import date
from decimal import Decimal

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..engine.fault import Fault
from ..engine.fec import AMOUNTS, NEEDED, SIGNED, read_fec, read_name
from ..engine.opening import guess_type, make_opening, map_accounts
from .common import MovingCommon

COLUMNS = [*NEEDED[:11], *AMOUNTS, *NEEDED[11:]]
# number: (account, label, auxiliary, its label, debit, credit)
ENTRIES = {
    ("AN", "1"): [
        ("101000", "Capital", "", "", "", "1000,00"),
        ("512100", "Crédit coopératif", "", "", "1000,00", "0,00"),
    ],
    ("VE", "2"): [
        ("41100000", "Clients", "C12", "Léa Martin", "105,50", ""),
        ("707000", "Ventes", "", "", "", "100,00"),
        ("445710", "TVA collectée", "", "", "", "5,50"),
    ],
    ("VE", "3"): [
        ("41100000", "Clients", "0001", "Tom Le Bris", "21,10", ""),
        ("707000", "Ventes", "", "", "", "20,00"),
        ("445710", "TVA collectée", "", "", "", "1,10"),
    ],
    ("AC", "4"): [
        ("607000", "Achats", "", "", "60,00", ""),
        ("401000", "Fournisseurs", "0001", "Ferme du Puits", "", "60,00"),
    ],
    ("BQ", "5"): [
        ("512100", "Crédit coopératif", "", "", "105,50", ""),
        ("41100000", "Clients", "C12", "Léa Martin", "", "105,50"),
    ],
}


def make_fec(entries=None, delimiter="\t", encoding="utf-8", signed=False, extra=()):
    lines = []
    columns = [*NEEDED[:11], *(SIGNED if signed else AMOUNTS), *NEEDED[11:]]
    for (journal, number), rows in (entries or ENTRIES).items():
        for account, label, person, name, debit, credit in rows:
            amounts = [debit, credit]
            if signed:
                amounts = [debit, "D"] if debit not in ("", "0,00") else [credit, "C"]
            lines.append(
                [journal, "Journal", number, "20251231", account, label, person, name]
                + [f"P{number}", "20251231", "Écriture", *amounts]
                + ["", "", "20251231", "", ""]
            )
    texts = [delimiter.join(cells) for cells in [columns, *lines, *extra]]
    return "\r\n".join(texts).encode(encoding)


@tagged("post_install", "-at_install")
class TestFecReader(unittest.TestCase):
    test_tags = {"post_install"}

    def _get_codes(self, data):
        return [fault.code for fault in read_fec(data).faults]

    def test_all_variants_give_the_same_sums(self):
        reference = read_fec(make_fec())
        self.assertFalse(reference.faults)
        self.assertEqual((reference.lines, reference.entries), (12, 5))
        self.assertEqual(reference.debit, Decimal("1292.10"))
        self.assertEqual(reference.debit, reference.credit)
        for options in (
            {"delimiter": "|"},
            {"encoding": "iso-8859-15"},
            {"encoding": "utf-8-sig"},
            {"signed": True},
        ):
            with self.subTest(options=options):
                fec = read_fec(make_fec(**options))
                self.assertFalse(fec.faults)
                self.assertEqual(dict(fec.sums), dict(reference.sums))
                self.assertEqual(fec.people, reference.people)
                if "signed" not in options:
                    self.assertEqual(fec.fingerprint, reference.fingerprint)
        numbers = make_fec(signed=True).replace(b"\tD\t", b"\t+1\t")
        numbers = numbers.replace(b"\tC\t", b"\t-1\t")
        self.assertEqual(dict(read_fec(numbers).sums), dict(reference.sums))

    def test_the_result_is_closed(self):
        opening = make_opening(read_fec(make_fec()))
        self.assertEqual(opening.result, Decimal("-60.00"))
        self.assertEqual(
            opening.balances,
            {
                ("101000", ""): Decimal("-1000.00"),
                ("512100", ""): Decimal("1105.50"),
                ("41100000", "0001"): Decimal("21.10"),
                ("445710", ""): Decimal("-6.60"),
                ("401000", "0001"): Decimal("-60.00"),
            },
        )
        self.assertFalse(sum(opening.balances.values()) + opening.result)

    def test_faults_are_told_where_they_are(self):
        unbalanced = {**ENTRIES, ("OD", "9"): [("471000", "X", "", "", "0,01", "")]}
        fec = read_fec(make_fec(unbalanced))
        self.assertEqual([fault.code for fault in fec.faults], ["fec_unbalanced"])
        self.assertEqual((fec.faults[0].row, fec.faults[0].value), (14, "OD 9"))
        good = make_fec().decode()
        for old, new, codes in (
            ("EcritureNum", "Num", ["fec_columns"]),
            ("105,50", "105,505", ["fec_amount", "fec_amount"]),
            ("105,50", "1 05,50", ["fec_amount", "fec_amount"]),
            ("AN\tJournal\t1\t20251231", "AN\tJournal\t1\t31/12/2025", ["fec_day"]),
            ("AN\tJournal\t1\t20251231", "AN\tJournal\t1\t20251331", ["fec_day"]),
            ("AN\tJournal\t1\t", "\tJournal\t1\t", ["fec_empty"]),
        ):
            with self.subTest(new=new):
                found = self._get_codes(good.replace(old, new).encode())
                self.assertEqual(found[: len(codes)], codes)
        self.assertEqual(self._get_codes(make_fec(extra=[["AN", "x"]])), ["fec_width"])
        self.assertEqual(self._get_codes(b""), ["fec_columns"])
        self.assertEqual(self._get_codes(make_fec().partition(b"\n")[0]), ["no_rows"])
        wrong = make_fec(signed=True).replace(b"\tD\t", b"\tX\t")
        self.assertIn("fec_sense", self._get_codes(wrong))

    def test_a_thousand_faults_are_told_in_part(self):
        bad = {
            ("OD", str(n)): [("471000", "X", "", "", "1,00", "")] for n in range(999)
        }
        self.assertLess(len(read_fec(make_fec(bad)).faults), 30)

    def test_contributions_in_kind_cancel_out(self):
        kind = [
            ("864000", "Bénévolat", "", "", "50,00", ""),
            ("870000", "Bénévolat", "", "", "", "50,00"),
        ]
        opening = make_opening(read_fec(make_fec({**ENTRIES, ("OD", "7"): kind})))
        self.assertEqual(opening.result, Decimal("-60.00"))
        mixed = [kind[0], ("512100", "Banque", "", "", "", "50,00")]
        with self.assertRaises(Fault) as caught:
            make_opening(read_fec(make_fec({**ENTRIES, ("OD", "7"): mixed})))
        self.assertEqual(caught.exception.code, "fec_class")

    def test_accounts_of_customers_without_auxiliary_number(self):
        rows = [
            ("411DUPONT", "Dupont", "", "", "5,00", ""),
            ("707000", "Ventes", "", "", "", "5,00"),
        ]
        fec = read_fec(make_fec({("VE", "1"): rows}))
        self.assertEqual(fec.people, {("411DUPONT", "411DUPONT"): "Dupont"})

    def test_accounts_find_their_place(self):
        chart = ["101000", "411000", "401100", "512001", "445710", "12"]
        self.assertEqual(
            map_accounts(
                ["101000", "1010", "41100000", "4111", "4457105", "512100", "12"], chart
            ),
            {
                "101000": ("same", "101000"),
                "1010": ("zeros", "101000"),
                "41100000": ("zeros", "411000"),
                "4111": ("prefix", "411000"),
                "4457105": ("prefix", "445710"),
                "512100": ("new", "512100"),
                "12": ("same", "12"),
            },
        )
        finer = ["401100", "411100", "411200", "275000"]
        self.assertEqual(
            map_accounts(["401000", "4110", "275"], finer, {"411": "411200"}),
            {
                "401000": ("usual", "401100"),
                "4110": ("usual", "411200"),
                "275": ("zeros", "275000"),
            },
        )
        self.assertEqual(map_accounts(["41"], finer), {"41": ("new", "41")})
        types = {"411000": "asset_receivable", "512001": "asset_cash"}
        self.assertEqual(guess_type("512100", types), "asset_cash")
        self.assertEqual(guess_type("401000", types), "liability_payable")
        self.assertEqual(guess_type("164000", types), "liability_non_current")
        self.assertEqual(guess_type("X", types), "asset_current")

    def test_the_name_tells_enterprise_and_year(self):
        self.assertEqual(
            read_name("732829320FEC20251231.txt"), ("732829320", date(2025, 12, 31))
        )
        self.assertEqual(read_name("732829320FEC20251331.txt"), ("732829320", None))
        self.assertEqual(read_name("fec.txt"), ("", None))


@tagged("post_install", "-at_install")
class TestFecImport(MovingCommon):
    """The books of operator A are opened with a FEC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kinds = {
            "101380": "equity",
            "120080": "equity",
            "401180": "liability_payable",
            "411180": "asset_receivable",
            "445780": "liability_current",
        }
        cls.accounts = {
            code: cls.env["account.account"].create(
                {
                    "code": code,
                    "name": f"Account {code}",
                    "account_type": kind,
                    "company_ids": [(6, 0, cls.company_a.ids)],
                }
            )
            for code, kind in kinds.items()
        }
        cls.lea = cls.env["res.partner"].create({"name": "Lea M."})
        cls.lea.off_company_ids = cls.company_a
        cls.tom = cls.env["res.partner"].create({"name": "tom le  bris"})
        cls.tom.off_company_ids = cls.company_a
        cls.env["off.former.reference"].create(
            {
                "company_id": cls.company_a.id,
                "partner_id": cls.lea.id,
                "kind": "member",
                "name": "C12",
            }
        )

    def _start(self, data=None, user=None, name="732829320FEC20251231.txt"):
        return (
            self.env["off.fec.import"]
            .with_user(user or self.accountant_a)
            .create(
                {
                    "data": base64.b64encode(data or make_fec()),
                    "filename": name,
                    "company_id": self.company_a.id,
                }
            )
        )

    def _preview(self, *args, **kwargs):
        wizard = self._start(*args, **kwargs)
        wizard.action_preview()
        return wizard

    def _choose(self, wizard):
        for line in wizard.account_ids:
            if line.code in ("101000", "445710"):
                code = "101380" if line.code == "101000" else "445780"
                line.account_id = self.accounts[code]
            elif line.code in ("41100000", "401000"):
                code = "411180" if line.code == "41100000" else "401180"
                line.account_id = self.accounts[code]
        wizard.makes_accounts = True

    def test_the_opening_is_what_the_year_ended_with(self):
        wizard = self._preview()
        self.assertEqual(
            (wizard.entry_count, wizard.line_count, wizard.debit, wizard.result),
            (5, 12, 1292.1, 60.0),
        )
        self.assertEqual(str(wizard.date_end), "2025-12-31")
        self.assertEqual(str(wizard.date), "2026-01-01")
        self.assertEqual(wizard.result_account_id, self.accounts["120080"])
        self._choose(wizard)
        wizard.action_apply()
        move = wizard.move_id.sudo()
        self.assertEqual((move.state, move.off_moved_in), ("draft", "fec"))
        found = {
            (line.account_id.code, line.partner_id.name): line.balance
            for line in move.with_company(self.company_a).line_ids
        }
        self.assertEqual(
            found,
            {
                ("101380", False): -1000.0,
                ("512100", False): 1105.5,
                ("411180", "tom le  bris"): 21.1,
                ("445780", False): -6.6,
                ("401180", "Ferme du Puits"): -60.0,
                ("120080", False): -60.0,
            },
        )
        self.assertEqual(sum(move.line_ids.mapped("debit")), 1126.6)
        self.assertEqual(
            sum(move.line_ids.mapped("debit")), sum(move.line_ids.mapped("credit"))
        )
        made = move.line_ids.account_id.filtered(
            lambda one: one.with_company(self.company_a).code == "512100"
        )
        self.assertEqual(made.name, "Crédit coopératif")

    def test_people_are_found_by_reference_or_name(self):
        entries = {**ENTRIES}
        del entries["BQ", "5"]
        wizard = self._preview(make_fec(entries))
        self._choose(wizard)
        people = {(line.kind, line.code): line for line in wizard.partner_ids}
        self.assertEqual(people["member", "C12"].partner_id, self.lea)
        self.assertEqual(people["member", "C12"].how, "reference")
        self.assertEqual(people["member", "0001"].partner_id, self.tom)
        self.assertEqual(people["member", "0001"].how, "name")
        self.assertEqual(people["producer", "0001"].how, "new")
        wizard.action_apply()
        made = self.env["res.partner"].search([("name", "=", "Ferme du Puits")])
        self.assertEqual(made.off_company_ids, self.company_a)
        references = self.env["off.former.reference"]._get_partners(
            self.company_a, "producer", ["0001"]
        )
        self.assertEqual(references, {"0001": made})

    def test_several_of_a_name_are_the_users_choice(self):
        twin = self.tom.copy({"name": "Tom Le Bris"})
        twin.off_company_ids = self.company_a
        wizard = self._preview()
        self._choose(wizard)
        self.assertEqual(wizard.unclear_count, 1)
        with self.assertRaises(UserError):
            wizard.action_apply()
        line = wizard.partner_ids.filtered(lambda one: one.how == "several")
        line.partner_id = twin
        wizard.action_apply()
        self.assertIn(twin, wizard.move_id.line_ids.partner_id)

    def test_the_same_file_is_taken_over_once(self):
        wizard = self._preview()
        self._choose(wizard)
        wizard.action_apply()
        for data in (make_fec(), make_fec(delimiter="|", encoding="iso-8859-15")):
            with self.assertRaises(UserError) as refused:
                self._preview(data, name="other.txt")
            self.assertIn("732829320FEC20251231.txt", str(refused.exception))
        other = {**ENTRIES, ("OD", "8"): ENTRIES["AN", "1"]}
        with self.assertRaises(UserError):
            self._preview(make_fec(other), name="732829320FEC20251231.txt")
        wizard.move_id.sudo().unlink()
        openings = self.env["off.fec.opening"]
        self.assertFalse(openings.search([("company_id", "=", self.company_a.id)]))
        self._preview()

    def test_nothing_is_made_before_all_is_decided(self):
        wizard = self._preview()
        count = self.env["account.account"].search_count([])
        with self.assertRaises(UserError) as refused:
            wizard.action_apply()
        self.assertIn("512100", str(refused.exception))
        self._choose(wizard)
        wizard.result_account_id = False
        with self.assertRaises(UserError) as refused:
            wizard.action_apply()
        self.assertIn("60.00", str(refused.exception))
        wizard.result_account_id = self.accounts["120080"]
        self.company_a.hard_lock_date = fields.Date.to_date("2026-01-31")
        with self.assertRaises(UserError) as refused:
            wizard.action_apply()
        self.assertIn("locked", str(refused.exception))
        self.assertEqual(self.env["account.account"].search_count([]), count)

    def test_faults_are_listed(self):
        data = make_fec().replace(b"105,50", b"105.505")
        with self.assertRaises(UserError) as refused:
            self._preview(data)
        self.assertIn("Row 4, column Debit", str(refused.exception))
        with self.assertRaises(UserError) as refused:
            self._preview(b"name;email\nA;a@example.org")
        self.assertIn("FEC", str(refused.exception))

    def test_another_enterprise_is_warned_of(self):
        self.company_a.company_registry = "35600000000048"
        self.assertIn("732829320", self._preview().warning)
        self.company_a.company_registry = "73282932000074"
        self.assertFalse(self._preview().warning)

    def test_an_account_of_another_operator_is_refused(self):
        foreign = self.accounts["120080"].copy(
            {"code": "120001", "company_ids": [(6, 0, self.company_b.ids)]}
        )
        wizard = self._preview()
        self._choose(wizard)
        wizard.sudo().account_ids[0].account_id = foreign
        with self.assertRaises(UserError):
            wizard.action_apply()

    def test_wrong_users_are_refused(self):
        accountant_b = new_test_user(
            self.env,
            "accountant_b",
            "account.group_account_user",
            company_id=self.company_b.id,
            company_ids=[(6, 0, self.company_b.ids)],
        )
        manager = self._create_user(
            "manager_a", self.company_a, "off_hub_network.group_hub_manager"
        )
        portal = new_test_user(self.env, "portal_x", "base.group_portal")
        public = self.env.ref("base.public_user")
        for user in (accountant_b, manager, portal, public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._preview(user=user)
        wizard = self._preview()
        self._choose(wizard)
        with self.assertRaises(AccessError):
            wizard.with_user(self.coordinator_b).action_apply()
        wizard.action_apply()
        openings = self.env["off.fec.opening"]
        self.assertFalse(openings.with_user(accountant_b).search([]))
        self.assertTrue(openings.with_user(self.accountant_a).search([]))
        with self.assertRaises(AccessError):
            openings.with_user(portal).search([])
