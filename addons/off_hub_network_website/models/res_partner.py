from odoo import api, models
from odoo.tools import html2plaintext

from .calendar_names import get_weekdays

TINTS = 6


class ResPartner(models.Model):
    """A member as the directory shows it, in a list.

    What is returned here goes to the page as it is: nothing that ``viewer`` may not
    know. Call with sudo, on members that are shown to ``viewer``.
    """

    _inherit = "res.partner"

    # The list of members is sorted by name, and a distance starts with a box. The ORM
    # asks "IS TRUE": PostgreSQL takes no index for it that was made without.
    _off_shown_name_idx = models.Index(
        "(name, id) WHERE off_is_member IS TRUE AND active IS TRUE"
    )
    _off_place_idx = models.Index(
        "(partner_latitude, partner_longitude) WHERE off_is_member IS TRUE"
    )
    _off_town_idx = models.Index("(city, zip) WHERE off_is_member IS TRUE")

    def _off_get_page_path(self):
        """Address of the member's page, on every website of the network."""
        self.ensure_one()
        return f"/network/{self.env['ir.http']._slug((self.id, self.name or ''))}"

    def _off_get_cards(self, distances=None):
        """What a list tells of these members.

        :param distances: ``{partner id: (km, is exact)}``
        """
        distances = distances or {}
        photos = self._off_get_photo_urls(512)
        weekdays = get_weekdays(self.env)
        return [
            {
                "id": member.id,
                "name": member.name,
                "path": member._off_get_page_path(),
                "town": member.city or "",
                "distance": self._off_format_distance(distances.get(member.id)),
                "roles": member.off_role_ids.mapped("name"),
                "labels": member.off_label_ids.mapped("name"),
                "days": [weekdays[day.number] for day in member.off_delivery_day_ids],
                "excerpt": member._off_get_excerpt(),
                "photo": photos.get(member),
                **member._off_get_tint(),
            }
            for member in self
        ]

    def _off_get_excerpt(self, length=160):
        """The start of what the member says of itself."""
        text = self.off_practices or html2plaintext(self.off_story or "")
        text = " ".join(text.split())
        if len(text) <= length:
            return text
        return f"{text[:length].rpartition(' ')[0].rstrip(',;:. ')}…"

    def _off_get_tint(self):
        """What stands where a photo is missing: the same at each visit."""
        words = [word for word in (self.name or "").split() if word[0].isalnum()]
        return {
            "tint": f"o_off_tint_{self.id % TINTS}",
            "initials": "".join(word[0] for word in words[:2]).upper(),
        }

    def _off_get_photo_urls(self, size):
        """Address of one photo for each of these members that has any.

        :param size: 128, 256, 512 or 1024, the longest side in pixels
        :return: ``{res.partner: address}``
        """
        urls = {}
        photos = self.env["off.member.photo"].search_fetch(
            [("partner_id", "in", self.ids)],
            ["partner_id", "write_date"],
            order="sequence desc, id desc",
        )
        for photo in photos:
            urls[photo.partner_id] = get_image_url("photo", photo, size)
        images = self.env["ir.attachment"].search_fetch(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "image_1920"),
                ("res_id", "in", (self - self.browse(p.id for p in urls)).ids),
            ],
            ["res_id", "write_date"],
        )
        for image in images:
            member = self.browse(image.res_id)
            urls[member] = get_image_url("member", member, size, image.write_date)
        return urls

    @api.model
    def _off_format_distance(self, far):
        """“12 km”, “about 12 km” where only the town is known.

        :param far: (km, is exact) or None
        """
        if not far:
            return ""
        km, is_exact = far
        if km < 1:
            return self.env._("less than 1 km")
        if is_exact:
            return self.env._("%s km", round(km))
        return self.env._("about %s km", round(km))

    def _off_get_open_sales(self):
        """Sales of this hub in which one may order now; add-ons that sell add theirs.

        :return: list of ``{"name", "url", "until": text, "hub": name}``
        """
        return []


def get_image_url(kind, record, size, changed=None):
    """Address of an image by the directory's own route, new when the image is new."""
    stamp = int((changed or record.write_date).timestamp())
    return f"/network/image/{kind}/{record.id}/{size}?v={stamp}"
