from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import MovingCommon, make_csv, make_xlsx

HEADER = "N° adhérent;Prénom;Nom;Courriel;Téléphone;Adresse;CP;Ville;Adhérent depuis"
LEA = "12;Léa;Martin;Lea.Martin@example.org;0612345678;3 rue du Puits;44000;Nantes;"
LEA += "01/09/2024"
TOM = "13;Tom;Le Bris;;0240000000;;1000;Bourg;"


@tagged("post_install", "-at_install")
class TestMembers(MovingCommon):
    """Households of a spreadsheet become members of hub A."""

    def _find(self, name):
        return self.env["res.partner"].search([("name", "=", name)])

    def test_households_become_members_of_the_hub(self):
        wizard = self._preview("member", make_csv(HEADER, LEA, TOM))
        self.assertEqual(self._get_counts(wizard), (2, 0, 0, 0))
        self.assertFalse(self._find("Léa Martin"), "nothing is written before")
        wizard.action_apply()
        lea, tom = self._find("Léa Martin"), self._find("Tom Le Bris")
        self.assertEqual(
            (lea.email, lea.phone, lea.street, lea.zip, lea.city, lea.country_id.code),
            (
                "lea.martin@example.org",
                "0612345678",
                "3 rue du Puits",
                "44000",
                "Nantes",
                "FR",
            ),
        )
        self.assertEqual(tom.zip, "01000", "a spreadsheet dropped the zero")
        self.assertEqual(lea.off_company_ids, self.company_a)
        self.assertFalse(lea.off_is_member)
        note = self.env["off.hub.customer"].search([("partner_id", "=", lea.id)])
        self.assertEqual((note.hub_id, note.state), (self.hub_a, "member"))
        self.assertEqual(str(note.date_start), "2024-09-01")
        references = self.env["off.former.reference"].search(
            [("company_id", "=", self.company_a.id)]
        )
        self.assertEqual(
            {(one.name, one.partner_id) for one in references},
            {("12", lea), ("13", tom)},
        )

    def test_the_same_file_twice_changes_nothing(self):
        data = make_csv(HEADER, LEA, TOM)
        self._import("member", data)
        before = self.env["res.partner"].search_count([])
        wizard = self._import("member", data)
        self.assertEqual(self._get_counts(wizard), (0, 0, 2, 0))
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        self.assertEqual(
            self.env["off.hub.customer"].search_count(
                [("partner_id", "=", self._find("Léa Martin").id)]
            ),
            1,
        )

    def test_who_moved_is_found_by_the_reference(self):
        self._import("member", make_csv(HEADER, LEA, TOM))
        moved = LEA.replace("3 rue du Puits", "4 rue du Puits")
        moved = moved.replace("Lea.Martin@example.org", "new@example.org")
        wizard = self._preview("member", make_csv(HEADER, moved, TOM))
        self.assertEqual(self._get_counts(wizard), (0, 1, 1, 0))
        line = wizard.line_ids.filtered(lambda one: one.action == "update")
        self.assertIn("3 rue du Puits → 4 rue du Puits", line.message)
        wizard.action_apply()
        lea = self._find("Léa Martin")
        self.assertEqual((lea.street, lea.email), ("4 rue du Puits", "new@example.org"))

    def test_without_reference_the_e_mail_address_tells(self):
        known = self.env["res.partner"].create(
            {"name": "Lea M.", "email": "LEA@example.org"}
        )
        known.off_company_ids = self.company_a
        data = make_csv("name,email,phone", "Lea M.,lea@example.org,0612345678")
        self._import("member", data)
        self.assertEqual(known.phone, "0612345678")
        twin = known.copy({"email": "lea@example.org"})
        twin.off_company_ids = self.company_a
        wizard = self._preview("member", data)
        self.assertEqual(wizard.error_count, 1)
        self.assertIn("2 contacts fit", wizard.line_ids.message)
        self.assertEqual((wizard.line_ids.row, wizard.line_ids.column), (2, "email"))

    def test_one_error_keeps_the_whole_file_out(self):
        bad = "14;Ana;Ruiz;ana@;123;;;;32/01/2024"
        wizard = self._preview("member", make_csv(HEADER, LEA, bad))
        self.assertEqual(self._get_counts(wizard), (1, 0, 0, 1))
        errors = wizard.line_ids.filtered(lambda one: one.action == "error")
        self.assertEqual(
            {(one.row, one.column, one.value) for one in errors},
            {
                (3, "Courriel", "ana@"),
                (3, "Téléphone", "123"),
                (3, "Adhérent depuis", "32/01/2024"),
            },
        )
        with self.assertRaises(UserError):
            wizard.action_apply()
        wizard.good_rows_only = True
        with self.assertRaises(UserError) as refused:
            wizard.action_apply()
        self.assertIn("Row 3", str(refused.exception))
        self.assertFalse(self._find("Léa Martin"))

    def test_one_household_in_two_rows_is_an_error(self):
        again = "15;Léa;Martin;lea.martin@example.org;;;;;"
        wizard = self._preview("member", make_csv(HEADER, LEA, again))
        self.assertEqual(wizard.error_count, 1)
        message = wizard.line_ids.filtered(lambda one: one.action == "error").message
        self.assertIn("Row 2", message)

    def test_reference_and_e_mail_of_two_people_are_an_error(self):
        self._import("member", make_csv(HEADER, LEA))
        other = self.env["res.partner"].create(
            {"name": "Zoe", "email": "zoe@example.org"}
        )
        other.off_company_ids = self.company_a
        mixed = LEA.replace("Lea.Martin@example.org", "zoe@example.org")
        wizard = self._preview("member", make_csv(HEADER, mixed))
        self.assertEqual(wizard.error_count, 1)

    def test_hubs_languages_countries_are_those_that_there_are(self):
        data = make_csv(
            "name;email;hub;country;language;member",
            "A;a@example.org;Hub A;be;en;non",
            "B;b@example.org;Hub B;Belgium;;",
            "C;c@example.org;Hub A;Atlantis;;",
        )
        wizard = self._preview("member", data)
        self.assertEqual(self._get_counts(wizard), (1, 0, 0, 2))
        errors = wizard.line_ids.filtered(lambda one: one.action == "error")
        self.assertEqual(
            [(one.row, one.value) for one in errors], [(3, "Hub B"), (4, "Atlantis")]
        )
        self.assertIn("Hub A", errors[0].message)

    def test_columns_are_kept_for_the_next_file(self):
        data = make_csv("Household name;Contact", "A;a@example.org")
        wizard = self._start("member", data)
        self.assertEqual(wizard.column_ids.mapped("member_target"), [False, False])
        self.assertEqual(wizard.column_ids[1].sample, "a@example.org")
        with self.assertRaises(UserError):
            wizard.action_preview()
        wizard.column_ids[0].member_target = "name"
        wizard.column_ids[1].member_target = "name"
        with self.assertRaises(UserError):
            wizard.action_preview()
        wizard.column_ids[1].member_target = "email"
        wizard.action_preview()
        again = self._start("member", data)
        self.assertEqual(again.column_ids.mapped("member_target"), ["name", "email"])
        with self.assertRaises(AccessError):
            self.env["off.moving.mapping"].with_user(self.accountant_a).search([])
        mapping = self.env["off.moving.mapping"].with_user(self.coordinator_b)
        self.assertFalse(mapping.search([]))

    def test_another_operators_households_are_neither_found_nor_told(self):
        foreign = self.env["res.partner"].create(
            {"name": "Secret", "email": "secret@example.org", "street": "Here"}
        )
        foreign.off_company_ids = self.company_b
        data = make_csv("name;email;street", "Other;secret@example.org;There")
        wizard = self._import("member", data)
        self.assertEqual(wizard.create_count, 1)
        self.assertNotIn("Secret", "".join(wizard.line_ids.mapped("display_name")))
        self.assertEqual((foreign.name, foreign.street), ("Secret", "Here"))

    def test_wrong_users_are_refused(self):
        data = make_csv("name;email", "A;a@example.org")
        portal = new_test_user(self.env, "portal_x", "base.group_portal")
        public = self.env.ref("base.public_user")
        for user in (portal, public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._start("member", data, user)
        for user in (self.accountant_a, self.coordinator_b):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._start("member", data, user)
        with self.assertRaises(AccessError):
            self._start("producer", data, self.accountant_a)
        wizard = self._preview("member", data)
        with self.assertRaises(AccessError):
            wizard.with_user(self.coordinator_b).action_apply()

    def _make_rows(self, count, phone="0240000000"):
        return make_xlsx(
            ["ref", "name", "email", "phone", "zip", "city"],
            *(
                [
                    f"M{count}-{n}",
                    f"Member {n}",
                    f"m{count}-{n}@example.org",
                    phone,
                    "44000",
                    "X",
                ]
                for n in range(count)
            ),
        )

    def _count_queries(self, wizard, step):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        getattr(wizard, step)()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_follow_the_number_of_rows(self):
        """But for Odoo's letters by post, which look once for each changed address."""
        counts = {}
        for number in (20, 60):
            rows = self._make_rows(number)
            wizard = self._start("member", rows)
            counts["look", number] = self._count_queries(wizard, "action_preview")
            counts["make", number] = self._count_queries(wizard, "action_apply")
            again = self._start("member", self._make_rows(number, "0299999999"))
            counts["again", number] = self._count_queries(again, "action_preview")
            counts["change", number] = self._count_queries(again, "action_apply")
        for step in ("look", "make", "again", "change"):
            with self.subTest(step=step):
                few, many = counts[step, 20], counts[step, 60]
                self.assertLessEqual(many, few + 5, counts)
