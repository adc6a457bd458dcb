from odoo import api, fields, models
from odoo.fields import Domain

from ..ofn.contacts import read_website

SHOWN_TO = [
    ("public", "Everybody"),
    ("linked", "Linked members only"),
    ("hidden", "Nobody"),
]


class ResPartner(models.Model):
    """What is shown of members, and to whom (rule 4).

    Pages, searches, maps, feeds and interchange ask here. The rules of access are not
    enough for them: staff of every operator reads members to work with them, while
    what a member shows outside is its own choice.
    """

    _inherit = "res.partner"

    off_visibility = fields.Selection(
        SHOWN_TO,
        string="Shown to",
        default="public",
        required=True,
        help="Who finds this member in the directory of the network.",
    )
    off_email_visibility = fields.Selection(
        SHOWN_TO, string="E-mail shown to", default="linked", required=True
    )
    off_phone_visibility = fields.Selection(
        SHOWN_TO, string="Phone shown to", default="linked", required=True
    )
    off_address_visibility = fields.Selection(
        SHOWN_TO,
        string="Address shown to",
        default="public",
        required=True,
        help="The street and the exact point on the map. The town is always shown.",
    )

    @api.model
    def _off_get_viewers(self, viewer=None):
        """Members on whose behalf somebody looks: itself, and the hubs of the
        operators that it works for.

        :param viewer: res.partner of who looks; nobody for a public visitor
        """
        if not viewer:
            return self.browse()
        member = viewer.sudo().commercial_partner_id
        staff = viewer.sudo().user_ids.filtered(lambda user: not user.share)
        hubs = (
            self.env["off.hub"]
            .sudo()
            .search([("company_id", "in", staff.company_ids.ids)])
        )
        return member.with_env(self.env) | hubs.partner_id.with_env(self.env)

    @api.model
    def _off_get_linked(self, viewers):
        """Members with an accepted link to or from one of ``viewers``."""
        if not viewers:
            return self.browse()
        links = self.env["off.network.link"].sudo()
        rows = links.search_fetch(
            [
                ("state", "=", "accepted"),
                "|",
                ("grantor_id", "in", viewers.ids),
                ("grantee_id", "in", viewers.ids),
            ],
            ["grantor_id", "grantee_id"],
        )
        return (rows.grantor_id | rows.grantee_id).with_env(self.env) - viewers

    @api.model
    def _off_get_shown_domain(self, viewer=None):
        """Members that are shown to ``viewer``.

        :param viewer: res.partner of who looks; nobody for a public visitor
        :return: Domain on res.partner, to be searched with sudo
        """
        viewers = self._off_get_viewers(viewer)
        shown = Domain("off_visibility", "=", "public")
        if viewers:
            shown |= Domain("id", "in", viewers.ids)
            if linked := self._off_get_linked(viewers):
                shown |= Domain("off_visibility", "=", "linked") & Domain(
                    "id", "in", linked.ids
                )
        return Domain("off_is_member", "=", True) & Domain("active", "=", True) & shown

    def _off_get_shown_contacts(self, viewer=None):
        """Contacts of these members as ``viewer`` may know them.

        :param viewer: res.partner of who looks; nobody for a public visitor
        :return: ``{res.partner: {"email", "phone", "website", "street", "street2",
            "zip", "city", "country", "latitude", "longitude"}}``; texts, "" where it
            is empty or kept back; degrees, None where missing or kept back
        """
        viewers = self._off_get_viewers(viewer)
        linked = self._off_get_linked(viewers)
        result = {}
        for member in self:
            own = member in viewers
            levels = {"public", "linked"} if own or member in linked else {"public"}
            if own:
                levels.add("hidden")
            contacts = member._off_get_contacts()
            if member.off_email_visibility not in levels:
                contacts["email"] = ""
            if member.off_phone_visibility not in levels:
                contacts["phone"] = ""
            if member.off_address_visibility not in levels:
                contacts.update(street="", street2="", latitude=None, longitude=None)
            result[member] = contacts
        return result

    def _off_get_contacts(self):
        located = self.off_is_located
        return {
            "email": self.email or "",
            "phone": self.phone or "",
            # Older than the checks of forms, or typed by staff: never a script.
            "website": read_website(self.website or ""),
            "street": self.street or "",
            "street2": self.street2 or "",
            "zip": self.zip or "",
            "city": self.city or "",
            "country": self.country_id.code or "",
            "latitude": self.partner_latitude if located else None,
            "longitude": self.partner_longitude if located else None,
        }
