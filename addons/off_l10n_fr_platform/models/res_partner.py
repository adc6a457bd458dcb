from odoo import models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_off_look_up_platform(self):
        """Whether an enterprise receives electronic invoices, and where."""
        self.ensure_one()
        siren = self._off_get_siren()
        if not siren:
            raise UserError(
                self.env._(
                    "The SIREN of %s is not known: write it as “Company ID”.",
                    self.display_name,
                )
            )
        platform = self.env["off.invoicing.platform"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )
        if not platform:
            raise UserError(
                self.env._("%s has no approved platform.", self.env.company.name)
            )
        entry = platform._look_up_siren(siren)
        if entry:
            message = self.env._(
                "%(name)s receives electronic invoices at %(address)s (%(platform)s).",
                name=entry.get("name") or self.display_name,
                address=entry.get("address") or siren,
                platform=entry.get("platform") or "?",
            )
        else:
            message = self.env._(
                "%(name)s (%(siren)s) is not in the directory.",
                name=self.display_name,
                siren=siren,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if entry else "warning",
                "message": message,
                "sticky": True,
            },
        }
