from unittest.mock import Mock, patch

import requests

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NetworkCommon

REQUEST = "odoo.addons.off_hub_network.models.base_geocoder.requests.request"
HEADER = "id,address,postcode,city,latitude,longitude,result_score\n"


@tagged("post_install", "-at_install")
class TestPlace(NetworkCommon):
    def setUp(self):
        super().setUp()
        self.producer.write({"street": "1 rue du Port", "zip": "44000"})
        self.producer.city = "Nantes"

    def _answer(self, text="", json=None):
        return patch(REQUEST, return_value=Mock(text=text, json=lambda: json))

    def test_addresses_are_found_in_one_call(self):
        others = self.env["res.partner"].create(
            [{"name": f"Farm {n}", "city": "Rezé"} for n in range(3)]
        )
        members = self.producer | others
        rows = (
            f"{self.producer.id},,,,47.21,-1.55,0.97\n{others[0].id},,,,47.1,-1.5,.3\n"
        )
        with self._answer(HEADER + rows + f"{others[1].id},,,,,,\n") as call:
            action = members.action_off_locate()
        self.assertEqual(call.call_count, 1)
        sent = call.call_args.kwargs["files"]["data"][1].decode()
        self.assertIn(f"{self.producer.id},1 rue du Port,44000,Nantes", sent)
        self.assertAlmostEqual(self.producer.partner_latitude, 47.21)
        self.assertEqual(self.producer.off_geo_score, 0.97)
        self.assertTrue(self.producer.off_is_located)
        message = action["params"]["message"]
        self.assertIn("Check these on the map: Farm 0.", message)
        self.assertIn("No place for: Farm 1, Farm 2.", message)

    def test_an_edited_address_loses_its_place(self):
        self.producer.write({"partner_latitude": 47.2, "partner_longitude": -1.5})
        self.producer.off_geo_score = 0.9
        self.producer.street = "2 rue du Port"
        self.assertFalse(self.producer.off_is_located)
        self.assertEqual(self.producer.off_geo_score, 0)

    def test_an_address_that_comes_back_keeps_its_place(self):
        self.producer.write(
            {
                "partner_latitude": 47.2,
                "partner_longitude": -1.5,
                "off_geo_score": 0.9,
                "date_localization": "2026-01-01",
            }
        )
        street, city = self.producer.street, self.producer.city
        self.producer.city = f" {city.upper()}"
        self.assertEqual(self.producer.partner_latitude, 47.2)
        self.producer.write({"city": False, "street": False})
        self.assertFalse(self.producer.off_is_located)
        self.producer.city = city
        self.assertFalse(self.producer.off_is_located, "Another street.")
        self.producer.street = street
        self.assertEqual(self.producer.partner_latitude, 47.2)
        self.assertEqual(self.producer.off_geo_score, 0.9)
        self.assertTrue(self.producer.date_localization)

    def test_the_missing_place_is_searchable(self):
        Partner = self.env["res.partner"]
        domain = [("id", "=", self.producer.id)]
        located = [*domain, ("off_is_located", "=", True)]
        self.assertFalse(Partner.search(located))
        self.assertTrue(Partner.search([*domain, ("off_is_located", "=", False)]))
        self.producer.write({"partner_latitude": 0.0, "partner_longitude": 5.0})
        self.assertTrue(Partner.search(located))

    def test_offline_it_says_so_and_changes_nothing(self):
        with (
            patch(REQUEST, side_effect=requests.ConnectionError("no route")),
            self.assertRaisesRegex(UserError, "cannot be reached. Nothing was changed"),
        ):
            self.producer.action_off_locate()
        self.assertFalse(self.producer.off_is_located)

    def test_an_unreadable_answer_is_refused(self):
        with (
            self._answer("<html>maintenance</html>\nlatitude"),
            self.assertRaisesRegex(UserError, "cannot be read"),
        ):
            self.producer.action_off_locate()

    def test_the_service_is_a_provider_of_odoo_at_a_configurable_address(self):
        self.env["ir.config_parameter"].set_param(
            "off_hub_network.geocoder_url", "https://places.example.org/"
        )
        feature = {
            "geometry": {"coordinates": [-1.5, 47.2]},
            "properties": {"score": 0.8},
        }
        Geocoder = self.env["base.geocoder"]
        self.assertEqual(Geocoder._get_provider().tech_name, "off_national")
        with self._answer(json={"features": [feature]}) as call:
            self.assertEqual(Geocoder.geo_find("Nantes"), (47.2, -1.5))
        self.assertEqual(call.call_args.args[1], "https://places.example.org/search")
        with self._answer(json={"features": []}):
            self.assertIsNone(Geocoder.geo_find("Nowhere"))

    def test_the_nightly_search_asks_once(self):
        self.env["res.partner"].search([("id", "!=", self.producer.id)]).write(
            {"date_localization": "2026-01-01"}
        )
        with self._answer(HEADER) as call:
            self.env["res.partner"]._cron_off_locate()
            self.env["res.partner"]._cron_off_locate()
        self.assertEqual(call.call_count, 1)
