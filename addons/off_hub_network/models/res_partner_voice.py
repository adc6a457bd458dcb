from odoo import models


class ResPartner(models.Model):
    """Who answers for a member."""

    _inherit = "res.partner"

    def _off_get_spoken_for(self):
        """Members of these for whom the user may answer.

        Its own; as administrator, all; as hub manager, its operator's hubs, and those
        that its operator introduced as long as they have no login.
        """
        user = self.env.user
        if self.env.su or user.has_group("off_hub_network.group_admin"):
            return self
        own = self.filtered(lambda partner: partner == user.commercial_partner_id)
        if not user.has_group("off_hub_network.group_hub_manager"):
            return own
        kept = self.filtered(
            lambda partner: partner.sudo().off_keeper_company_id in self.env.companies
        )
        kept -= kept._off_get_logins().commercial_partner_id
        hubs = (
            self.env["off.hub"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.ids),
                    ("company_id", "in", self.env.companies.ids),
                ]
            )
        )
        return own | kept | (self & hubs.partner_id.with_env(self.env))

    def _off_get_logins(self):
        """Contacts of these members that have a login, as res.partner."""
        users = (
            self.env["res.users"]
            .sudo()
            .search([("partner_id.commercial_partner_id", "in", self.ids)])
        )
        return users.partner_id.with_env(self.env)

    def _off_get_recipients(self):
        """Partners to write to where these members are asked something: their people
        with a login, else themselves, else the operator that introduced them."""
        recipients = self.browse()
        for member in self.sudo():
            mailed = member.filtered("email") or member.off_keeper_company_id.partner_id
            recipients |= member._off_get_logins() or mailed
        return recipients
