from odoo.tests import BaseCase, tagged

from ..names import get_city_key, get_name_key, get_zip_key, is_same_place


@tagged("post_install", "-at_install")
class TestNames(BaseCase):
    def test_one_farm_has_one_key_however_it_is_written(self):
        spellings = (
            "GAEC du Bois-Joli",
            "Le bois joli",
            "BOIS JOLI (E.A.R.L.)",
            "  Bois  Jolî, SARL ",
        )
        self.assertEqual({get_name_key(name) for name in spellings}, {"bois joli"})

    def test_other_farms_have_other_keys(self):
        self.assertNotEqual(get_name_key("Ferme du Bois"), get_name_key("Le Bois Joli"))
        self.assertNotEqual(get_name_key("Ferme 1"), get_name_key("Ferme 2"))

    def test_a_name_of_legal_forms_alone_keeps_them(self):
        self.assertEqual(get_name_key("La Coop"), "coop la")
        self.assertEqual(get_name_key(""), "")

    def test_towns_are_compared_as_people_mean_them(self):
        self.assertEqual(get_city_key("St-Nazaire"), get_city_key("Saint Nazaire"))
        self.assertEqual(get_city_key("NANTES CEDEX 2"), "nantes")
        self.assertEqual(get_city_key("Crèvecœur"), "crevecoeur")
        self.assertEqual(get_zip_key("F-44 000"), "44000")

    def test_a_place_is_the_same_by_postcode_or_by_town(self):
        self.assertTrue(is_same_place(("44000", "Nantes"), ("44100", "NANTES")))
        self.assertTrue(is_same_place(("44000", "Nantes"), ("44000", "Nante")))
        self.assertFalse(is_same_place(("44000", "Nantes"), ("35000", "Rennes")))
        self.assertFalse(is_same_place(("", ""), (False, False)))
