from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import MovingCommon, make_csv

MEMBERS = make_csv(
    "ref;name;email",
    "12;Léa Martin;lea@example.org",
    "13;Tom Le Bris;tom@example.org",
    "14;Ana Ruiz;ana@example.org",
)
PRODUCERS = make_csv("ref;name;siret", "F7;Ferme du Puits;73282932000074")
HEADER = "ref;solde;type;échéance;libellé"
ROWS = (
    "12;12,50;client;;",  # credit of a customer
    "13;-30,10;client;15/11/2025;Facture 8",
    "F7;1 250,40;fournisseur;;",  # owed to a producer
    "14;0,00;client;;",
)


@tagged("post_install", "-at_install")
class TestBalances(MovingCommon):
    """What is open in the former books becomes one entry."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._import("member", MEMBERS)
        cls._import("producer", PRODUCERS)
        cls.opening = cls.env["account.account"].create(
            {
                "name": "Opening",
                "code": "890000",
                "account_type": "asset_current",
                "company_ids": [(6, 0, cls.company_a.ids)],
            }
        )

    def _find(self, name):
        return self.env["res.partner"].search([("name", "=", name)])

    def _get_entries(self):
        return self.env["account.move"].search(
            [("company_id", "=", self.company_a.id), ("off_moved_in", "=", "balance")]
        )

    def test_balances_are_one_entry(self):
        wizard = self._preview("balance", make_csv(HEADER, *ROWS), self.accountant_a)
        self.assertEqual(self._get_counts(wizard), (3, 0, 1, 0))
        self.assertEqual(
            (wizard.debit, wizard.credit, wizard.balance), (30.1, 1262.9, 1232.8)
        )
        self.assertEqual(wizard.account_id, self.opening)
        self.assertFalse(self._get_entries())
        wizard.action_apply()
        move = self._get_entries()
        self.assertEqual((move.state, str(move.date)), ("draft", "2025-12-31"))
        by_partner = {
            line.partner_id.name: (line.account_id.account_type, line.balance)
            for line in move.line_ids
        }
        self.assertEqual(
            by_partner,
            {
                "Léa Martin": ("asset_receivable", -12.5),
                "Tom Le Bris": ("asset_receivable", 30.1),
                "Ferme du Puits": ("liability_payable", -1250.4),
                False: ("asset_current", 1232.8),
            },
        )
        tom = move.line_ids.filtered(lambda line: line.partner_id.name == "Tom Le Bris")
        self.assertEqual(
            (str(tom.date_maturity), tom.name), ("2025-11-15", "Facture 8")
        )

    def test_a_posted_entry_is_what_people_owe(self):
        wizard = self._import(
            "balance", make_csv(HEADER, *ROWS), self.accountant_a, is_posted=True
        )
        self.assertEqual(wizard.move_id.state, "posted")
        partner = self._find("Tom Le Bris").with_company(self.company_a)
        self.assertEqual(partner.credit, 30.1)

    def test_the_same_file_twice_makes_one_entry(self):
        data = make_csv(HEADER, *ROWS)
        self._import("balance", data)
        wizard = self._import("balance", data)
        self.assertEqual(self._get_counts(wizard), (0, 0, 4, 0))
        self.assertFalse(wizard.move_id)
        self.assertEqual(len(self._get_entries()), 1)
        more = make_csv(HEADER, *ROWS, "14;5,00;client;;Avoir")
        self.assertEqual(self._import("balance", more).create_count, 1)
        other = make_csv(HEADER, "12;13,50;client;;")
        wizard = self._preview("balance", other)
        self.assertEqual(wizard.error_count, 1)
        self.assertIn("12.50", wizard.line_ids.message)
        self._get_entries().filtered(lambda one: one.state == "draft").button_cancel()
        self.assertEqual(self._preview("balance", other).create_count, 1)

    def test_the_sign_is_the_users_choice(self):
        data = make_csv("ref;solde;type", "12;12,50;client")
        wizard = self._preview("balance", data, sign="owes")
        self.assertEqual((wizard.debit, wizard.credit), (12.5, 0))
        two = make_csv("email;owes us;we owe", "lea@example.org;7,00;2,50")
        wizard = self._preview("balance", two)
        self.assertEqual((wizard.debit, wizard.credit), (4.5, 0))

    def test_rows_that_cannot_be_booked_are_errors(self):
        data = make_csv(
            "ref;name;solde;avoir;type",
            "99;Nobody;1,00;;",
            "12;;1,234;;",
            "12;;;;",
            "12;;1,00;2,00;",
            "12;;1,00;;voisin",
            "13;;1,00;;",
            "13;;2,00;;",
        )
        wizard = self._preview("balance", data)
        errors = wizard.line_ids.filtered(lambda one: one.action == "error")
        self.assertEqual(set(errors.mapped("row")), {2, 3, 4, 5, 6, 8})
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertFalse(self._get_entries())

    def test_a_locked_period_is_refused_clearly(self):
        self.company_a.fiscalyear_lock_date = "2025-12-31"
        wizard = self._start("balance", make_csv(HEADER, *ROWS))
        with self.assertRaises(UserError) as refused:
            wizard.action_preview()
        self.assertIn("locked", str(refused.exception))
        wizard.date = "2026-01-01"
        wizard.action_preview()
        self.company_a.fiscalyear_lock_date = "2026-01-31"
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertFalse(self._get_entries())

    def test_an_account_of_another_operator_is_refused(self):
        foreign = self.opening.copy(
            {"code": "890001", "company_ids": [(6, 0, self.company_b.ids)]}
        )
        wizard = self._start("balance", make_csv(HEADER, *ROWS))
        wizard.sudo().account_id = foreign
        with self.assertRaises(UserError):
            wizard.action_preview()

    def test_wrong_users_are_refused(self):
        data = make_csv(HEADER, *ROWS)
        user = self._create_user(
            "plain_a", self.company_a, "off_hub_network.group_hub_manager"
        )
        accountant_b = new_test_user(
            self.env,
            "accountant_b",
            "account.group_account_user",
            company_id=self.company_b.id,
            company_ids=[(6, 0, self.company_b.ids)],
        )
        for one in (user, accountant_b, self.coordinator_b):
            with self.subTest(user=one.login), self.assertRaises(AccessError):
                self._start("balance", data, one)

    def test_queries_do_not_follow_the_number_of_rows(self):
        def count(number):
            people = [f"P{number}-{n};Person {n};" for n in range(number)]
            self._import("member", make_csv("ref;name;email", *people))
            rows = [f"P{number}-{n};-{n + 1},00;client" for n in range(number)]
            data = make_csv("ref;solde;type", *rows)
            wizard = self._start("balance", data, is_posted=True)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_preview()
            wizard.action_apply()
            self.env.flush_all()
            self.assertEqual(len(wizard.move_id.line_ids), number + 1)
            return self.env.cr.sql_log_count - before

        count(5)
        few = count(20)
        self.assertLessEqual(count(60), few + 5)
