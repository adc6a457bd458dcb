from odoo import models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    """Who may see and erase what is held about a person."""

    _inherit = "res.partner"

    def _off_check_privacy(self, company):
        """
        :raise AccessError: the user does not handle these people's data for ``company``
        """
        self.check_access("read")
        served = all(company in one.sudo().off_company_ids for one in self)
        if not (
            self.env.user.has_group("off_hub_network.group_coordinator")
            and company in self.env.companies
            and served
        ):
            raise AccessError(
                self.env._(
                    "Personal data are handled by coordinators of the operator that "
                    "serves the person."
                )
            )

    def _off_get_privacy_operators(self):
        """Operators that hold something about this person.

        :return: res.company, with all rights
        """
        person = self.sudo()
        rows = (
            self.env["sale.order"]
            .sudo()
            ._read_group([("partner_id", "=", person.id)], ["company_id"])
        )
        ordered = self.env["res.company"].sudo().union(*(row[0] for row in rows))
        found = person.commercial_partner_id.off_company_ids | ordered
        return found.filtered("off_is_operator").sorted("id")

    def action_off_privacy_data(self):
        self.ensure_one()
        self._off_check_privacy(self.env.company)
        return {
            "type": "ir.actions.act_url",
            "url": f"/off/privacy/{self.id}?company={self.env.company.id}",
            "target": "new",
        }

    def action_off_privacy_erase(self):
        """Note that this person asked to be erased."""
        self.ensure_one()
        self._off_check_privacy(self.env.company)
        request = self.env["off.privacy.request"]._ask(
            self, self.env.company, "erasure", "staff"
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "off.privacy.request",
            "res_id": request.id,
            "view_mode": "form",
        }

    def action_off_consents(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Consents of %s", self.name),
            "res_model": "off.consent",
            "view_mode": "list",
            "domain": [("partner_id", "=", self.id)],
        }
