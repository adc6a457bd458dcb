from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.off_hub_network.models.off_network_link import PERMISSIONS


class OffNetworkLink(models.Model):
    """What the pages of a member do with its links."""

    _inherit = "off.network.link"

    @api.model
    def _off_get_own(self, link_id=None):
        """Links of the user's own member, with all rights, newest first.

        :param link_id: this one only; all by default
        :raise AccessError: when it is a link of others
        """
        member = self.env.user._off_get_member()
        domain = Domain("grantor_id", "=", member.id) | Domain(
            "grantee_id", "=", member.id
        )
        if link_id is not None:
            domain &= Domain("id", "=", link_id)
        links = self.sudo().search(domain, order="id desc") if member else self.sudo()
        if link_id is not None and not links:
            raise AccessError(self.env._("This link is not one of yours."))
        return links

    def _off_is_asked(self, member):
        """Whether ``member`` is the side of this proposal that has to answer."""
        self.ensure_one()
        proposer = self.proposed_by_id or self.grantee_id
        return (
            self.state == "proposed"
            and member in (self.grantor_id | self.grantee_id)
            and proposer != member
        )

    def _off_answer(self, answer, permissions):
        """Answer as the user's own member.

        :param answer: ``accept``, ``refuse``, ``revoke``, or ``permissions``: change
            what is granted
        :param permissions: names that the grantor leaves checked
        :raise UserError: when the link is in no state for it
        """
        self.ensure_one()
        if answer in ("accept", "permissions"):
            self._off_set_permissions(permissions, is_asked=answer == "accept")
        steps = {
            "accept": self.action_accept,
            "refuse": self.action_refuse,
            "revoke": self.action_revoke,
        }
        if answer in steps:
            steps[answer]()

    def _off_set_permissions(self, permissions, is_asked=False):
        """Change what is granted. Only the one who grants decides; the other side
        takes what it is offered."""
        link = self.sudo()
        if link.grantor_id != self.env.user.commercial_partner_id:
            if is_asked:
                return
            raise AccessError(
                self.env._("Only %s decides what it grants.", link.grantor_id.name)
            )
        if link.state not in ("proposed", "accepted"):
            link._check_state("proposed", "accepted")
        if not permissions & set(PERMISSIONS):
            raise UserError(
                self.env._(
                    "Leave at least one permission checked, or end the link with “End "
                    "this link”."
                )
            )
        link.write({name: name in permissions for name in PERMISSIONS})

    def _off_get_members(self):
        return self.grantor_id | self.grantee_id
