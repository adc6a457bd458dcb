from odoo import models


class OffNotice(models.Model):
    _inherit = "off.notice"

    def _get_blocked(self, partners):
        """Override: who wants no news may still want to know when a sale opens, which
        is a choice of its own."""
        blocked = super()._get_blocked(partners)
        if not blocked:
            return blocked
        news = self.env["mail.blacklist"].sudo()
        domain = [("email", "in", list(blocked)), ("off_is_news", "=", True)]
        return blocked - set(news.search(domain).mapped("email"))
