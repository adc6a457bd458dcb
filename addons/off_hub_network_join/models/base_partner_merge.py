from odoo import models
from odoo.exceptions import AccessError, UserError


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Odoo's wizard deletes the merged contacts as superuser. A member is merged
        by whom it lets, and a hub never disappears in another."""
        partners = self.env["res.partner"].browse(partner_ids).exists()
        if others := partners - partners._off_get_joinable():
            raise AccessError(
                self.env._(
                    "%s cannot be merged by you: ask the operator that introduced "
                    "it, or an administrator.",
                    ", ".join(others.mapped("display_name")),
                )
            )
        hubs = self.env["off.hub"].sudo().with_context(active_test=False)
        if hubs.search_count([("partner_id", "in", partners.ids)], limit=2) > 1:
            raise UserError(
                self.env._(
                    "Two of these contacts are hubs, archived ones included: give one "
                    "of the hubs another member first."
                )
            )
        # Other add-ons move what hangs on a contact, such as website visitors, which
        # only their own people may read. Odoo asks non-administrators for one address.
        alike = len(set(partners.mapped("email"))) < 2
        wizard = self.sudo() if alike else self
        target = dst_partner and dst_partner.with_env(wizard.env)
        matches = self.env["off.join.match"].sudo()
        matches = matches.search([("partner_id", "in", partners.ids)])
        requests = matches.request_id
        # Two duplicates of a request become one.
        matches.unlink()
        result = super(BasePartnerMerge, wizard)._merge(
            partner_ids, target, extra_checks
        )
        requests._update_matches()
        return result
