from odoo import fields, models
from odoo.tools import consteq, hmac


class ResPartner(models.Model):
    _inherit = "res.partner"

    off_match_digest = fields.Boolean(
        "Suggestions by mail",
        default=True,
        help="Once a week, new members that suit what it looks for or can supply.",
    )
    off_match_digest_date = fields.Date(
        "Suggestions looked for on", readonly=True, copy=False
    )

    def _off_get_digest_token(self):
        """Of the link that ends the mails without a login."""
        self.ensure_one()
        return hmac(self.env(su=True), "off-match-digest", self.id)

    def _off_is_digest_token(self, token):
        # Texts beyond ASCII cannot be compared in constant time.
        if not (self and token and token.isascii()):
            return False
        return consteq(self._off_get_digest_token(), token)

    def _off_get_digest_url(self):
        base = self.get_base_url()
        return f"{base}/matching/digest/{self.id}/{self._off_get_digest_token()}"
