from odoo import api, models

# What decides whether, and under which address, a member is in the list of pages.
LISTED_BY = {"off_visibility", "off_role_ids", "active", "name"}


class ResPartner(models.Model):
    """Odoo keeps the list of pages that search engines read for 12 hours: who hides
    would stay in it."""

    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if any(vals.get("off_role_ids") for vals in vals_list):
            self.env["website"]._off_forget_sitemaps()
        return partners

    def write(self, vals):
        changes = LISTED_BY & vals.keys()
        were_listed = changes and any(self.sudo().mapped("off_is_member"))
        result = super().write(vals)
        if were_listed or (changes and any(self.sudo().mapped("off_is_member"))):
            self.env["website"]._off_forget_sitemaps()
        return result

    def unlink(self):
        were_listed = any(self.sudo().mapped("off_is_member"))
        result = super().unlink()
        if were_listed:
            self.env["website"]._off_forget_sitemaps()
        return result
