from odoo.tests import HttpCase, tagged

from .common import DirectoryCommon


@tagged("post_install", "-at_install")
class TestDirectoryBrowser(DirectoryCommon, HttpCase):
    def test_choices_answer_at_once_and_the_map_follows(self):
        (self.far | self.lost).off_visibility = "hidden"
        self._create_member("Some hub", 47.9, -1.9, role="hub")
        self.start_tour("/network", "off_directory")
