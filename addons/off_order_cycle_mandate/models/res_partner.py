from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    off_mandate_ids = fields.One2many(
        "off.producer.mandate",
        "producer_id",
        "Mandates",
        groups="off_hub_network.group_hub_manager,account.group_account_readonly",
    )

    def _off_get_identifiers(self):
        """“Farm of the Vale, SIREN 123 456 789, VAT FR32123456789”, as documents in
        somebody's name have to tell it."""
        self.ensure_one()
        label = self.company_registry_label or self.env._("Company ID")
        parts = [
            self.commercial_company_name or self.name,
            self.company_registry and f"{label} {self.company_registry}",
            self.vat and self.env._("VAT %s", self.vat),
        ]
        return ", ".join(filter(None, parts))
