from odoo.tests import HttpCase, tagged

from .common import DirectoryCommon


@tagged("post_install", "-at_install")
class TestDirectoryEmbed(DirectoryCommon, HttpCase):
    def test_any_site_may_frame_it_and_only_it(self):
        response = self.url_open("/network/embed?role=producer")
        self.assertEqual(
            response.headers["Content-Security-Policy"], "frame-ancestors *"
        )
        self.assertNotIn(
            "frame-ancestors",
            self.url_open("/network").headers.get("Content-Security-Policy", ""),
        )
        self.assertIn("Near farm", response.text)

    def test_it_has_no_header_and_opens_pages_outside_the_frame(self):
        page = self.url_open("/network/embed").text
        self.assertNotIn('id="top"', page)
        self.assertNotIn('id="bottom"', page)
        self.assertIn('target="_blank"', page)
        self.assertIn("/network/map.json?public=1", page)
        self.assertIn('action="/network/embed"', page)

    def test_the_directory_gives_the_code_to_copy(self):
        page = self.url_open("/network?role=hub").text
        self.assertIn("&lt;iframe src=", page)
        self.assertIn("/network/embed?role=hub", page)
