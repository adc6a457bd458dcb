from odoo import models
from odoo.tools import SQL, consteq, hmac

SCOPE = "off-notices"


class ResPartner(models.Model):
    """The page on which a customer says which mails it wants."""

    _inherit = "res.partner"

    def _off_get_notices_token(self):
        """Of the link in its mails: whoever reads them chooses, without log-in. It ends
        with the address that they were sent to."""
        self.ensure_one()
        key = (self.id, self.sudo().email_normalized or "")
        return hmac(self.env(su=True), SCOPE, key)

    def _off_get_notices_path(self):
        return f"/my/notices/{self.id}/{self._off_get_notices_token()}"

    def _off_is_notices_token(self, token):
        # Bytes: texts with other letters than ASCII cannot be compared.
        return consteq(self._off_get_notices_token().encode(), token.encode())

    def _off_get_told_hubs(self):
        """Hubs at which it ordered, and those about whose mails it said something."""
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT off_hub_id FROM sale_order WHERE partner_id = %(partner)s"
                " AND state = 'sale' AND off_hub_id IS NOT NULL"
                " UNION SELECT hub_id FROM off_notice_choice"
                " WHERE partner_id = %(partner)s AND hub_id IS NOT NULL",
                partner=self.id,
            )
        )
        hubs = self.env["off.hub"].sudo().browse(row[0] for row in rows)
        return hubs.filtered("active").sorted("name")

    def _off_get_followed_hubs(self, hubs):
        """Those of ``hubs`` that tell this customer when they open."""
        known = self._off_get_told_hubs() & hubs
        refused = self.env["off.notice.choice"]._get_refused(
            {(self.id, hub.id) for hub in known}
        )
        ordered = self.env["sale.order"].sudo()
        ordered = ordered._read_group(
            [
                ("partner_id", "=", self.id),
                ("off_hub_id", "in", known.ids),
                ("state", "=", "sale"),
            ],
            ["off_hub_id"],
        )
        follows = (
            self.env["off.notice.choice"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", self.id),
                    ("hub_id", "in", known.ids),
                    ("follows", "=", True),
                ]
            )
        )
        told = follows.hub_id.union(*(hub for (hub,) in ordered))
        return told.filtered(lambda hub: (self.id, hub.id, "open") not in refused)
