from odoo import models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_get_suggested_recipients(self, *args, **kwargs):
        """Override: whoever is suggested is told by the name, not by an address that
        it keeps back."""
        suggested = super()._message_get_suggested_recipients(*args, **kwargs)
        ids = [one["partner_id"] for one in suggested if one.get("partner_id")]
        partners = self.env["res.partner"].browse(ids)
        unknown = partners._off_get_unknown(["email"]).get("email", ())
        for one in suggested:
            if one.get("partner_id") in [partner.id for partner in unknown]:
                one["email"] = False
        return suggested
