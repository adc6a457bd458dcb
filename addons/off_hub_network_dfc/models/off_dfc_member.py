from odoo import api, models
from odoo.tools import html2plaintext

from ..dfc import Address, Enterprise, Group, Person


class OffDfc(models.AbstractModel):
    """Members, hubs with those around them, and the caller itself."""

    _inherit = "off.dfc"

    @api.model
    def _read_enterprises(self, members, items=None):
        """Records of members.

        :param items: ``{res.partner: ids of products in its catalogue}``, of those
            whose catalogue the caller may read
        """
        addresses, contacts = self._read_addresses(members)
        products = self._find_product_ids(members)
        groups = self._find_group_ids(members)
        return [
            Enterprise(
                id=member.id,
                name=member.name or "",
                description=self._describe(member),
                email=contacts[member]["email"],
                phone=contacts[member]["phone"],
                website=contacts[member]["website"],
                address=addresses[member],
                product_ids=tuple(products.get(member, ())),
                item_ids=tuple((items or {}).get(member, ())),
                group_ids=tuple(groups.get(member, ())),
            )
            for member in members
        ]

    @api.model
    def _read_addresses(self, members):
        """:return: ``({res.partner: Address}, {res.partner: shown contacts})``"""
        contacts = members._off_get_shown_contacts(self._get_viewer())
        addresses = {
            member: Address(
                id=member.id,
                street=", ".join(filter(None, (shown["street"], shown.get("street2")))),
                zip=shown["zip"],
                city=shown["city"],
                country=shown["country"],
                latitude=shown["latitude"],
                longitude=shown["longitude"],
            )
            for member, shown in contacts.items()
        }
        return addresses, contacts

    @api.model
    def _describe(self, member):
        story = html2plaintext(member.off_story or "").strip()
        return story or (member.off_practices or "").strip()

    # -- groups ----------------------------------------------------------------------
    @api.model
    def _find_hubs(self, members):
        """Hubs that are among ``members``, in sudo."""
        return (
            self.env["off.hub"]
            .sudo()
            .search([("partner_id", "in", members.ids)], order="id")
        )

    @api.model
    def _find_group_links(self, members):
        """Accepted links from ``members`` to hubs, as far as the caller may know them:
        links of its own hubs, and its own links."""
        own = self._get_own_members()
        return (
            self.env["off.network.link"]
            .sudo()
            .search_fetch(
                [
                    ("state", "=", "accepted"),
                    ("grantor_id", "in", members.ids),
                    "|",
                    ("grantor_id", "in", own.ids),
                    ("grantee_id", "in", own.ids),
                ],
                ["grantor_id", "grantee_id"],
                order="grantor_id, id",
            )
        )

    @api.model
    def _find_group_ids(self, members):
        """:return: ``{res.partner: ids of hubs}``"""
        links = self._find_group_links(members)
        shown = self._find_members(links.grantee_id.ids)
        hubs = {hub.partner_id: hub.id for hub in self._find_hubs(shown)}
        result = {}
        for link in links:
            if link.grantee_id in hubs:
                result.setdefault(link.grantor_id, []).append(hubs[link.grantee_id])
        return result

    @api.model
    def _read_groups(self, hubs):
        """Records of hubs with the members around them."""
        addresses, _contacts = self._read_addresses(hubs.partner_id)
        members = {}
        for link in self._find_group_links(self._find_members()):
            members.setdefault(link.grantee_id, []).append(link.grantor_id.id)
        return [
            Group(
                id=hub.id,
                name=hub.name,
                description=self._describe(hub.partner_id),
                address=addresses[hub.partner_id],
                member_ids=tuple(members.get(hub.partner_id, ())),
            )
            for hub in hubs
        ]

    # -- persons ---------------------------------------------------------------------
    @api.model
    def _read_self(self):
        """The caller as a person."""
        user = self.env.user
        first_name, _blank, family_name = (user.name or "").rpartition(" ")
        return Person(
            id=user.id,
            first_name=first_name or family_name,
            family_name=family_name if first_name else "",
            enterprise_ids=tuple(self._find_members(self._get_own_members().ids).ids),
        )
