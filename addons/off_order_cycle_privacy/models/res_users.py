from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _notify_security_setting_update(self, subject, content, **kwargs):
        """Override: who is erased gets one mail of ours, and none about a login that
        was changed."""
        if self.env.context.get("off_erasing"):
            return self.env["mail.mail"]
        return super()._notify_security_setting_update(subject, content, **kwargs)
