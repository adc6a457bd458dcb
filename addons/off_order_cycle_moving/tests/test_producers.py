from odoo.tests import tagged

from .common import MovingCommon, make_csv

HEADER = "Code fournisseur;Producteur;SIRET;Mail;Téléphone;Adresse;CP;Ville;IBAN"
FARM = "F7;Ferme du Puits;732 829 320 00074;farm@example.org;0240000000;Le Puits;44000;"
FARM += "Nantes;FR76 3000 1007 9412 3456 7890 185"
OTHER = "F8;Les Ruches;;ruches@example.org;;;;;"


@tagged("post_install", "-at_install")
class TestProducers(MovingCommon):
    """Producers of a spreadsheet are introduced by operator A."""

    def _find(self, name):
        return self.env["res.partner"].search([("name", "=", name)])

    def test_producers_are_introduced_and_linked(self):
        wizard = self._import("producer", make_csv(HEADER, FARM, OTHER))
        self.assertEqual(self._get_counts(wizard), (2, 0, 0, 0))
        farm = self._find("Ferme du Puits")
        self.assertTrue(farm.off_is_producer and farm.is_company)
        self.assertEqual(farm.off_keeper_company_id, self.company_a)
        self.assertEqual(farm.company_registry, "73282932000074")
        self.assertFalse(farm.off_company_ids, "a producer is no customer")
        link = farm.off_granted_link_ids
        self.assertEqual(
            (link.grantee_id, link.state, link.may_order),
            (self.hub_a.partner_id, "accepted", True),
        )
        self.assertEqual(
            farm.bank_ids.sanitized_acc_number, "FR7630001007941234567890185"
        )
        self.assertFalse(farm.bank_ids.allow_out_payment, "somebody looks at it first")

    def test_the_same_file_twice_changes_nothing(self):
        data = make_csv(HEADER, FARM, OTHER)
        self._import("producer", data)
        wizard = self._import("producer", data)
        self.assertEqual(self._get_counts(wizard), (0, 0, 2, 0))
        farm = self._find("Ferme du Puits")
        self.assertEqual((len(farm), len(farm.bank_ids)), (1, 1))
        self.assertEqual(len(farm.off_granted_link_ids), 1)

    def test_the_siret_tells_who_it_is(self):
        self._import("producer", make_csv(HEADER, FARM))
        data = make_csv("name;siret;phone", "Renamed;73282932000074;0299999999")
        wizard = self._import("producer", data)
        self.assertEqual(wizard.update_count, 1)
        self.assertEqual(self._find("Renamed").phone, "0299999999")
        wrong = make_csv("name;siret", "Renamed;73282932000075")
        self.assertEqual(self._preview("producer", wrong).error_count, 1)

    def test_another_number_is_another_enterprise(self):
        self._import("producer", make_csv(HEADER, FARM))
        data = make_csv("name;siret;zip", "Ferme du Puits;35600000000048;44000")
        wizard = self._preview("producer", data)
        self.assertEqual(wizard.create_count, 1)

    def test_what_others_introduced_is_not_changed(self):
        role = self.env.ref("off_hub_network.role_producer")
        theirs = (
            self.env["res.partner"]
            .with_user(self.coordinator_b)
            .create(
                {
                    "name": "Theirs",
                    "is_company": True,
                    "email": "theirs@example.org",
                    "off_visibility": "public",
                    "off_email_visibility": "public",
                    "phone": "0240000000",
                    "off_phone_visibility": "hidden",
                    "off_role_ids": [(4, role.id)],
                }
            )
        )
        same = make_csv("name;email", "Theirs;theirs@example.org")
        wizard = self._import("producer", same)
        self.assertEqual(self._get_counts(wizard), (0, 0, 1, 0))
        self.assertFalse(theirs.sudo().off_granted_link_ids, "it has not let us")
        for data in (
            make_csv("name;email;phone", "Theirs;theirs@example.org;0240000000"),
            make_csv(
                "name;email;iban",
                "Theirs;theirs@example.org;FR7630001007941234567890185",
            ),
        ):
            wizard = self._preview("producer", data)
            self.assertEqual(wizard.error_count, 1)
            self.assertIn("keeps its profile", wizard.line_ids.message)
