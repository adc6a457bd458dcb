from odoo import api, models
from odoo.fields import Domain

from ..dfc import Writer

PATH = "/api/dfc"
MAX_ID = 2**31 - 1


class OffDfc(models.AbstractModel):
    """The network as the caller of the interface sees it (rule 4 of docs/domain.md).

    Members and what they show are read with sudo after the caller's own view of the
    network was applied: a portal producer and a member of an operator's staff have
    quite different rights in Odoo, and see the same here if they have the same links.
    """

    _name = "off.dfc"
    _description = "Data Food Consortium Interface"

    @api.model
    def _get_base(self):
        """Address of the interface. It is part of every id, so it does not depend on
        the name by which the caller reached the server."""
        return self.get_base_url().rstrip("/") + PATH

    @api.model
    def _get_writer(self, profile):
        return Writer(self._get_base(), profile)

    # -- who sees what ---------------------------------------------------------------
    @api.model
    def _get_viewer(self):
        return self.env.user.partner_id

    @api.model
    def _find_members(self, ids=None):
        """Members shown to the caller, in sudo.

        :param ids: only these; all when None
        """
        Partner = self.env["res.partner"].sudo()
        domain = Partner._off_get_shown_domain(self._get_viewer())
        if ids is not None:
            domain &= Domain("id", "in", [i for i in ids if 0 < i <= MAX_ID])
        return Partner.search(domain, order="id")

    @api.model
    def _get_own_members(self):
        """Members for whom the caller looks: itself, the hubs of its operators."""
        Partner = self.env["res.partner"].sudo()
        return Partner._off_get_viewers(self._get_viewer())

    @api.model
    def _find_sellers(self, members):
        """Those of ``members`` whose catalogue, with its prices, the caller may read:
        its own, and those of producers that let it order or keep their products."""
        own = self._get_own_members()
        links = (
            self.env["off.network.link"]
            .sudo()
            .search_fetch(
                [
                    ("state", "=", "accepted"),
                    ("grantor_id", "in", members.ids),
                    ("grantee_id", "in", own.ids),
                    "|",
                    ("may_order", "=", True),
                    ("may_manage_products", "=", True),
                ],
                ["grantor_id"],
            )
        )
        return members & (own | links.grantor_id)
