from lxml import etree
from markupsafe import escape

from odoo import api, models

# The new site's logo says "Your Logo", and a text in its header has a made-up number.
MADE_UP = ("website.option_header_brand_logo", "website.header_text_element")
CONTACTS = ("website.footer_custom", "website.contactus", "website.contactus_thanks")


def _raw(text):
    """Text of a template. It goes to the page as it is: QWeb escapes values only."""
    return str(escape(text))


def _set_leaf(item, text):
    """Give ``text`` to the innermost last element of a list item, and to its link."""
    for link in item.iterfind("a"):
        scheme, _colon, _made_up = link.get("href").partition(":")
        link.set("href", f"{scheme}:{text}")
    leaf = item
    while len(leaf):
        leaf = leaf[-1]
    leaf.text = _raw(text)


class Website(models.Model):
    _inherit = "website"

    @api.model
    def _off_forget_sitemaps(self):
        """Have the lists of pages for search engines built again when they are asked
        for next. They are kept as attachments, as ``website`` names them."""
        self.env["ir.attachment"].sudo().search(
            [("type", "=", "binary"), ("url", "=like", "/sitemap-%.xml")]
        ).unlink()

    def _off_introduce(self):
        """Say who the operator is where Odoo's new site has made-up names and numbers.

        Everything is written as the website's editor writes it, so that the operator
        can change it there; what somebody edited already stays.
        """
        self.ensure_one()
        if self.name == "My Website":
            self.name = self.company_id.name
        for key in MADE_UP:
            self._off_edit(key, active=False)
        self._off_edit(
            "website.option_header_brand_name", self._off_write_brand, active=True
        )
        self._off_edit(
            "website.footer_copyright_company_name", self._off_write_copyright
        )
        for key in CONTACTS:
            self._off_edit(key, self._off_write_contacts)

    def _off_edit(self, key, edit=None, **vals):
        """Write on the website's own copy of a view, unless it has one already.

        :param edit: function that changes the parsed architecture in place
        """
        website = self.with_context(website_id=self.id, lang=None)
        view = website.viewref(key, raise_if_not_found=False)
        if not view or view.website_id:
            return
        if edit:
            arch = etree.fromstring(view.arch_db)
            edit(arch)
            vals["arch"] = etree.tostring(arch, encoding="unicode")
        view.with_context(website_id=self.id, lang=None).write(vals)

    def _off_write_brand(self, arch):
        for link in arch.iterfind(".//a"):
            link.text = _raw(self.name)

    def _off_write_copyright(self, arch):
        for name in arch.xpath("//span[contains(@class, 'o_footer_copyright_name')]"):
            name.text = _raw(f"© {self.company_id.name}")

    def _off_write_contacts(self, arch):
        company = self.company_id
        town = f"{company.zip or ''} {company.city or ''}".strip()
        address = ", ".join(filter(None, (company.street, town)))
        for icon, value in (
            ("fa-map-marker", address),
            ("fa-phone", company.phone),
            ("fa-envelope", company.email),
        ):
            for item in arch.xpath(f"//li[i[contains(@class, '{icon}')]]"):
                if value:
                    _set_leaf(item, value)
                else:
                    item.getparent().remove(item)
        for title in arch.xpath("//h5[text()='My Company']"):
            title.text = _raw(company.name)
        for title in arch.xpath("//h5[text()='About us']"):
            title.text = _raw(company.name)
            title.getnext()[:] = []
            title.getnext().text = _raw(address)
        # Links to pages and networks that the operator does not have.
        for block in arch.xpath(
            "//li[a[@href='#']] | //*[contains(@class, 's_social_media')][h5]"
        ):
            block.getparent().remove(block)
