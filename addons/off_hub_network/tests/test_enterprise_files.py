import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.off_hub_network.ofn import parse_enterprises

from .common import NetworkCommon
from .test_ofn_faults import enterprises_of

FARM = {"name": "Ferme du Test", "country": "France", "city": "Clisson"}


@tagged("post_install", "-at_install")
class TestEnterpriseFiles(NetworkCommon):
    def _import(self, data, user=None, **values):
        return (
            self.env["off.enterprise.import"]
            .with_user(user or self.coordinator_a)
            .create({"data": base64.b64encode(data), **values})
        )

    def _export(self, members=None, user=None):
        wizard = (
            self.env["off.enterprise.export"]
            .with_user(user or self.coordinator_a)
            .create({"member_ids": [(6, 0, members.ids if members else [])]})
        )
        wizard.action_export()
        return base64.b64decode(wizard.data)

    def _member(self, name):
        return self.env["res.partner"].search([("name", "=", name)])

    def assert_unchanged(self, data, user=None):
        wizard = self._import(data, user)
        wizard.action_preview()
        wrong = wizard.line_ids.filtered(lambda line: line.action != "keep")
        self.assertFalse(wrong, wrong.mapped("message"))

    # -- import ------------------------------------------------------------------
    def test_a_row_becomes_a_member_introduced_by_the_operator(self):
        self._import(
            enterprises_of(
                FARM
                | {
                    "address1": "1 rue du Port",
                    "description": "Sans labour",
                    "long_description": "<p>Une <b>ferme</b></p><script>x</script>",
                    "visible": "only_through_links",
                }
            )
        ).action_apply()
        member = self._member("Ferme du Test")
        self.assertEqual(member.off_keeper_company_id, self.company_a)
        self.assertTrue(member.off_is_producer and member.is_company)
        self.assertEqual((member.street, member.zip), ("1 rue du Port", "44190"))
        self.assertEqual(member.country_id.code, "FR")
        self.assertEqual(member.company_registry, "73282932000074")
        self.assertAlmostEqual(member.partner_latitude, 47.0861)
        self.assertEqual(member.off_visibility, "linked")
        self.assertEqual(member.off_practices, "Sans labour")
        self.assertIn("<b>ferme</b>", member.off_story)
        self.assertNotIn("script", member.off_story)

    def test_roles_follow_what_it_grows_and_sells(self):
        cases = {
            ("1", "none"): ["producer"],
            ("1", "own"): ["producer"],
            ("1", "any"): ["hub", "producer"],
            ("0", "any"): ["hub"],
            ("0", "none"): ["hub"],
        }
        changes = [
            {
                "name": f"Farm {n}",
                "abn": "",
                "is_primary_producer": grows,
                "sells": sells,
            }
            for n, (grows, sells) in enumerate(cases)
        ]
        self._import(enterprises_of(*changes)).action_apply()
        for n, codes in enumerate(cases.values()):
            roles = self._member(f"Farm {n}").off_role_ids
            self.assertEqual(sorted(roles.mapped("code")), codes)

    def test_importing_twice_changes_nothing(self):
        data = enterprises_of(
            FARM,
            FARM
            | {
                "name": "Texte",
                "abn": "",
                "website": "ferme.fr",
                "long_description": "Deux\n\nlignes",
            },
        )
        self._import(data).action_apply()
        self.assert_unchanged(data)

    def test_a_new_phone_is_one_update(self):
        self._import(enterprises_of(FARM, {"name": "Other", "abn": ""})).action_apply()
        again = self._import(enterprises_of(FARM | {"phone": "02 40"}))
        again.action_preview()
        self.assertEqual((again.update_count, again.create_count), (1, 0))
        self.assertIn("02 40", again.line_ids.message)
        again.action_apply()
        self.assertEqual(self._member("Ferme du Test").phone, "02 40")

    def test_an_empty_cell_leaves_what_is_known(self):
        self._import(enterprises_of(FARM)).action_apply()
        self._import(enterprises_of(FARM | {"email_address": ""})).action_apply()
        self.assertEqual(self._member("Ferme du Test").email, "ann@ferme.fr")

    def test_a_new_address_keeps_the_coordinates_of_the_file(self):
        self._import(enterprises_of(FARM)).action_apply()
        data = enterprises_of(FARM | {"city": "Gorges"})
        self._import(data).action_apply()
        self.assert_unchanged(data)

    def test_a_siret_finds_a_member_under_another_name(self):
        self._import(enterprises_of(FARM)).action_apply()
        self._import(enterprises_of(FARM | {"name": "Ferme neuve"})).action_apply()
        self.assertEqual(len(self._member("Ferme neuve")), 1)
        self.assertFalse(self._member("Ferme du Test"))

    def test_a_shared_address_does_not_make_two_farms_one(self):
        self._import(enterprises_of(FARM | {"abn": ""})).action_apply()
        self._import(
            enterprises_of(FARM | {"abn": "", "name": "Voisine"})
        ).action_apply()
        self.assertTrue(self._member("Ferme du Test") and self._member("Voisine"))

    def test_one_bad_row_imports_nothing_and_the_good_ones_when_asked(self):
        data = enterprises_of(FARM, {"name": "B", "abn": "", "sells": "all"})
        with self.assertRaisesRegex(UserError, "Row 3, column sells"):
            self._import(data).action_apply()
        self.assertFalse(self._member("Ferme du Test"))
        wizard = self._import(data, good_rows_only=True)
        wizard.action_apply()
        self.assertTrue(self._member("Ferme du Test"))
        self.assertIn(b",B,1,all,", base64.b64decode(wizard.refused))

    def test_places_that_do_not_exist_are_named(self):
        wizard = self._import(
            enterprises_of(
                {"country": "Atlantis"},
                {"state_name": "Nowhere", "name": "B", "abn": ""},
            )
        )
        wizard.action_preview()
        self.assertEqual(wizard.line_ids.mapped("column"), ["country", "state_name"])

    # -- members of others -------------------------------------------------------
    def test_members_of_others_are_never_changed(self):
        self._import(enterprises_of(FARM)).action_apply()
        changed = enterprises_of(FARM | {"phone": "666"})
        wizard = self._import(changed, self.coordinator_b)
        with self.assertRaisesRegex(UserError, "keeps its profile itself"):
            wizard.action_apply()
        wizard.good_rows_only = True
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertFalse(self._member("Ferme du Test").phone)

    def test_a_row_that_changes_nothing_of_another_is_left(self):
        self._import(enterprises_of(FARM)).action_apply()
        self.assert_unchanged(enterprises_of(FARM), self.coordinator_b)

    def test_who_may_edit_the_profile_may_import_it(self):
        self._import(enterprises_of(FARM)).action_apply()
        member = self._member("Ferme du Test")
        self._create_link(member, self.hub_b, may_edit_profile=True)
        self._import(
            enterprises_of(FARM | {"phone": "667"}), self.coordinator_b
        ).action_apply()
        self.assertEqual(member.phone, "667")
        self.assertEqual(member.off_keeper_company_id, self.company_a)

    def test_a_plain_user_imports_nothing(self):
        user = self._create_user(
            "plain_a", self.company_a, groups="off_hub_network.group_user"
        )
        with self.assertRaises(AccessError):
            self._import(enterprises_of(FARM), user)

    def test_a_company_that_is_no_operator_imports_nothing(self):
        company = self.env["res.company"].create({"name": "No operator"})
        user = self._create_user("nobody", company)
        with self.assertRaisesRegex(UserError, "no operator"):
            self._import(enterprises_of(FARM), user).action_apply()

    # -- export ------------------------------------------------------------------
    def test_what_is_exported_changes_nothing_when_imported(self):
        self._import(
            enterprises_of(
                FARM
                | {
                    "phone": "+33 2 40",
                    "description": "=1+1",
                    "long_description": "<p>Un</p><p>Deux</p>",
                    "longitude": "-1.2829",
                }
            )
        ).action_apply()
        data = self._export(self._member("Ferme du Test"))
        self.assertNotIn(b",=1", data)
        self.assertNotIn(b",+33", data)
        self.assertEqual(parse_enterprises(data).errors, ())
        self.assert_unchanged(data)
        self._member("Ferme du Test").write({"name": "Before", "company_registry": ""})
        self._import(data, self.coordinator_b).action_apply()
        member = self._member("Ferme du Test")
        self.assertEqual(self._export(member, self.coordinator_b), data)

    def test_all_that_are_shown_can_be_exported_and_imported(self):
        data = self._export()
        self.assertIn(b"Grower", data)
        self.assert_unchanged(data)

    def test_what_a_member_keeps_back_is_empty(self):
        self._import(enterprises_of(FARM | {"address1": "1 rue"})).action_apply()
        member = self._member("Ferme du Test")
        member.write(
            {"off_email_visibility": "linked", "off_address_visibility": "hidden"}
        )
        row = parse_enterprises(self._export(member, self.coordinator_b)).rows[0]
        self.assertEqual(
            (row.email_address, row.address1, row.latitude), ("", "", None)
        )
        self.assertEqual(row.city, "Clisson")
        row = parse_enterprises(self._export(member)).rows[0]
        self.assertEqual((row.email_address, row.address1), ("ann@ferme.fr", "1 rue"))

    def test_hidden_members_are_not_exported_by_others(self):
        self._import(enterprises_of(FARM | {"visible": "hidden"})).action_apply()
        member = self._member("Ferme du Test")
        self.assertNotIn(b"Ferme du Test", self._export(user=self.coordinator_b))
        with self.assertRaises(AccessError) as refused:
            self._export(member, self.coordinator_b)
        self.assertNotIn("Ferme du Test", refused.exception.args[0])
        self.assertIn(b"Ferme du Test", self._export(user=self.coordinator_a))
