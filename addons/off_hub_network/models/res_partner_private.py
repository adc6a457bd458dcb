from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain

CONTACTS = {
    "email": (
        "email",
        "email_formatted",
        "email_normalized",
    ),
    "phone": ("phone", "phone_sanitized", "phone_mobile_search"),
    "address": (
        "street",
        "street2",
        "partner_latitude",
        "partner_longitude",
        "contact_address",
        "contact_address_complete",
        "contact_address_inline",
    ),
    "note": ("comment",),
}
CARD = ("name", "is_company", "function", "website", "email", "phone", "street", "zip")
CARD += ("city", "country_id", "image_1920")
# Contexts in which the name of a partner tells more than its name.
TELLING = {"show_email": "email", "show_address": "street"}


class ResPartner(models.Model):
    """Contacts that a member keeps back are kept back from the staff of other
    operators too (rule 4), in the same way as in the directory."""

    _name = "res.partner"
    _inherit = ["res.partner", "off.private.mixin"]

    def _off_get_private(self):
        return {
            **super()._off_get_private(),
            **{
                name: f"contact_{kind}"
                for kind, names in CONTACTS.items()
                for name in names
                if name in self._fields
            },
        }

    def _off_get_known_domain(self, key):
        kind = key.removeprefix("contact_")
        if kind == key:
            return super()._off_get_known_domain(key)
        if self.env.user.has_group("off_hub_network.group_admin"):
            return Domain.TRUE
        known = Domain("commercial_partner_id.off_is_member", "=", False)
        known |= self._off_get_own_domain()
        if kind == "note":
            return known
        # A person of a member is shown as the member itself.
        level = f"commercial_partner_id.off_{kind}_visibility"
        known |= Domain(level, "=", "public")
        viewers = self._off_get_viewers(self.env.user.partner_id)
        if linked := self._off_get_linked(viewers):
            known |= Domain(level, "=", "linked") & Domain(
                "commercial_partner_id", "in", linked.ids
            )
        return known

    # -- ways out of their own ---------------------------------------------------------
    @api.depends("off_visibility")
    def _compute_display_name(self):
        """Override: names of references are read with sudo, for whoever reads them."""
        strangers = self._off_get_strangers()
        telling = [name for flag, name in TELLING.items() if self.env.context.get(flag)]
        unknown = self.browse()
        if telling and self.env.uid != SUPERUSER_ID:
            unknown = unknown.union(*self._off_get_unknown(telling).values())
        shown = self - unknown - strangers
        result = super(ResPartner, shown)._compute_display_name()
        for partner in unknown - strangers:
            plain = partner.with_context(**dict.fromkeys(TELLING, False))
            partner.display_name = plain.display_name
        for partner in strangers:
            partner.display_name = self.env._("Contact %s", partner.id)
        return result

    def _off_get_strangers(self):
        """Partners whose name reaches staff by a reference alone: who guesses a number
        could else make a reference to it, and read the name there."""
        user = self.env.user
        if not self.env.su or self.env.uid == SUPERUSER_ID or user.share:
            return self.browse()
        doubtful = self._origin.filtered(
            lambda partner: (
                partner.partner_share
                and not (partner.off_is_member and partner.off_visibility == "public")
            )
        )
        return doubtful.filtered(lambda partner: not partner.off_is_known)

    def _search_phone_mobile_search(self, operator, value):
        """Override: Odoo searches numbers in SQL of its own."""
        domain = Domain(super()._search_phone_mobile_search(operator, value))
        if self.env.su:
            return domain
        known = self.sudo()._search(
            self._off_get_known_domain("contact_phone"), order="id"
        )
        return domain & Domain("id", "in", known)

    def _build_vcard(self):
        unknown = {} if self.env.su else self._off_get_unknown(self._off_get_private())
        if not any(self in records for records in unknown.values()):
            return super()._build_vcard()
        # Of a copy that holds no more than the user may know.
        known = {
            name: self[name]
            for name in CARD
            if self not in unknown.get(name, self.browse())
        }
        return super(ResPartner, self.new(known))._build_vcard()
