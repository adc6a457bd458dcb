from odoo import models
from odoo.exceptions import UserError


class OffNetworkNotice(models.Model):
    """From a notice to members who suit, and to a link with one of them."""

    _inherit = "off.network.notice"

    def _propose_link(self, partner, message=None):
        """Propose to ``partner`` the link that this notice calls for: who supplies lets
        the other one order.

        :raise UserError: when the member does not see ``partner``
        """
        self.ensure_one()
        self.check_access("write")
        member = self.sudo().member_id
        shown = partner._off_get_shown_domain(member)
        if not partner.sudo().filtered_domain(shown):
            raise UserError(
                self.env._("This member is not in the network, or not shown to you.")
            )
        if message is None:
            message = self._get_proposal()
        sides = (partner, member) if self.kind == "need" else (member, partner)
        return self.env["off.network.link"]._off_propose(*sides, ["may_order"], message)

    def _get_proposal(self):
        """What the other one reads; nothing of a notice that is not shown."""
        if self.visibility == "private":
            return self.env._("We would like to work with you.")
        return self.env._(
            "We would like to work with you. %(summary)s",
            summary=self.sudo()._get_summary(),
        )

    def action_find_producers(self):
        return self.env["off.network.suggestion"]._open(self, "producer")

    def action_find_hubs(self):
        return self.env["off.network.suggestion"]._open(self, "hub")

    def action_find_buyers(self):
        return self.env["off.network.suggestion"]._open(self, "buyer")
