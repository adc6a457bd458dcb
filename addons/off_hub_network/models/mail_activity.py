from odoo import api, models
from odoo.fields import Domain

from .mail_message import get_notes_domain


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "off.known.mixin"]

    @api.model
    def _off_get_known_domain_of_rule(self):
        """Override: also what the user has to do."""
        return get_notes_domain(self.env, "res_model", "res_id") | Domain(
            "user_id", "=", self.env.uid
        )
