from odoo.tests import BaseCase, tagged

from ..tools.numbers import read_quantity


@tagged("post_install", "-at_install")
class TestNumbers(BaseCase):
    def test_all_of_what_is_asked_can_be_promised(self):
        """6.3 as a float is less than 6.3."""
        for text, most in (("6,3", 6.3), ("6.3", 6.3), ("0.1", 0.1), ("3", 3)):
            with self.subTest(text=text):
                self.assertEqual(read_quantity(text, most)[1], None)
        self.assertEqual(read_quantity("6.31", 6.3), (None, "huge"))
