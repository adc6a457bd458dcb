from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.off_hub_network_join.tests.common import SIRET, VAT, JoinCommon


@tagged("post_install", "-at_install")
class TestSiren(JoinCommon):
    def _get_reasons(self, request):
        request._update_matches()
        match = self.env["off.join.match"].search([("request_id", "=", request.id)])
        return match.reasons

    def test_another_establishment_is_found_by_its_siren(self):
        self.producer.write(
            {"country_id": self.france.id, "company_registry": "73282932000033"}
        )
        self.assertEqual(self._get_reasons(self._ask()), "Same enterprise (SIREN)")

    def test_a_member_of_whom_only_the_vat_number_is_known_is_found(self):
        self.producer.write({"country_id": self.france.id, "vat": VAT})
        self.assertEqual(self._get_reasons(self._ask()), "Same enterprise (SIREN)")

    def test_the_same_siret_is_one_reason(self):
        self.producer.write({"country_id": self.france.id, "company_registry": SIRET})
        self.assertEqual(self._get_reasons(self._ask()), "Same SIRET or company number")

    def test_contacts_are_checked_too(self):
        with self.assertRaises(ValidationError):
            self.producer.write(
                {"country_id": self.france.id, "company_registry": "73282932000075"}
            )
