from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import is_html_empty

from .res_partner import get_image_url

PRODUCTS = 60


class ResPartner(models.Model):
    """The page of one member. Call with sudo, on a member shown to ``viewer``."""

    _inherit = "res.partner"

    def _off_get_page(self, viewer=None):
        """Everything the page tells ``viewer``."""
        self.ensure_one()
        products, product_count = self._off_get_page_products()
        card = self._off_get_cards()[0]
        return {
            **card,
            "contacts": self._off_get_shown_contacts(viewer)[self],
            "country": self.country_id.name or "",
            "story": self.off_story if not is_html_empty(self.off_story) else "",
            "practices": self.off_practices or "",
            "opening_hours": self.off_opening_hours or "",
            "certificates": self._off_get_page_certificates(),
            "photos": [
                {
                    "url": get_image_url("photo", photo, 1024),
                    "thumbnail": get_image_url("photo", photo, 256),
                    "name": photo.name or "",
                }
                for photo in self.off_photo_ids
            ],
            "products": products,
            "product_count": product_count,
            "hubs": self._off_get_partners_in_trade("grantor_id", "grantee_id", viewer),
            "producers": self._off_get_partners_in_trade(
                "grantee_id", "grantor_id", viewer
            ),
            "sales": self._off_get_open_sales(),
        }

    def _off_get_page_certificates(self):
        """Certificates that are valid today, the label's longest-lasting first."""
        Certificate = self.env["off.certificate"]
        today = fields.Date.context_today(self)
        found = Certificate.search(
            [("partner_id", "=", self.id), *Certificate._get_valid_domain(today)]
        )
        return [
            {
                "label": certificate.label_id.name,
                "description": certificate.label_id.description or "",
                "logo": get_image_url("label", certificate.label_id, 128)
                if certificate.label_id.image
                else None,
                "certifier": certificate.certifier or "",
                "number": certificate.number or "",
                "date_end": certificate.date_end,
            }
            for certificate in found.sorted(lambda one: one.label_id.sequence)
        ]

    def _off_get_page_products(self):
        """:return: (the first products as cards, how many there are)"""
        Template = self.env["product.template"]
        domain = Domain("off_producer_id", "=", self.id)
        products = Template.search(domain, limit=PRODUCTS, order="name, id")
        count = len(products)
        if count == PRODUCTS:
            count = Template.search_count(domain)
        return products._off_get_cards(), count

    def _off_get_partners_in_trade(self, own_side, other_side, viewer=None):
        """Members at the other end of links that let a hub order.

        Who keeps itself from ``viewer`` does so here too.
        """
        links = self.env["off.network.link"]._search(
            [
                (own_side, "=", self.id),
                ("state", "=", "accepted"),
                ("may_order", "=", True),
            ]
        )
        members = self.search_fetch(
            self._off_get_shown_domain(viewer)
            & Domain("id", "in", links.subselect(other_side)),
            ["name", "city"],
            order="name, id",
        )
        photos = members._off_get_photo_urls(128)
        return [
            {
                "name": member.name,
                "town": member.city or "",
                "path": member._off_get_page_path(),
                "photo": photos.get(member),
                **member._off_get_tint(),
            }
            for member in members
        ]
