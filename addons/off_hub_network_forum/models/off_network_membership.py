from odoo import models


class OffNetworkMembership(models.Model):
    _inherit = "off.network.membership"

    def unlink(self):
        """Who leaves a group gets no more mail from its forum."""
        self.sudo()._unfollow_forum()
        return super().unlink()

    def _unfollow_forum(self):
        for membership in self:
            forums = membership.group_id.with_context(active_test=False).forum_ids
            member = membership.member_id
            hubs = self.env["off.hub"].search([("partner_id", "=", member.id)])
            users = self.env["res.users"].search(
                [
                    "|",
                    ("partner_id.commercial_partner_id", "=", member.id),
                    "&",
                    ("share", "=", False),
                    ("company_ids", "in", hubs.company_id.ids),
                ]
            )
            followed = (forums, forums.post_ids, forums.tag_ids)
            for records in followed:
                records.message_unsubscribe((users.partner_id | member).ids)
