from lxml import html

from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestLinks(HttpCase):
    def _find_links(self, path, xpath):
        page = html.fromstring(self.url_open(path).text)
        return page.xpath(f"{xpath}//a[@href='/network/join']")

    def test_the_directory_leads_to_the_form(self):
        self.assertEqual(
            len(self._find_links("/network", "//*[@id='off_network_links']")), 1
        )
        self.assertEqual(self.url_open("/network/join").status_code, 200)

    def test_the_menu_of_every_website_leads_to_the_form(self):
        new = self.env["website"].create({"name": "Another"})
        for website in self.env["website"].search([]) | new:
            menus = website.menu_id.child_id.mapped("url")
            self.assertEqual(menus.count("/network/join"), 1, website.name)
        self.assertTrue(self._find_links("/network", "//header"))

    def test_the_directory_inside_another_site_has_no_such_link(self):
        self.assertFalse(self._find_links("/network/embed", "//main"))
