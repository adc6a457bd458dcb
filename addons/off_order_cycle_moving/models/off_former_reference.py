from odoo import api, fields, models

KINDS = [("member", "Member"), ("producer", "Producer")]


class OffFormerReference(models.Model):
    """How an operator called somebody in the system that it left.

    By these a file finds people again, whoever changed name or address since. They are
    no ``ref`` of the contact: that is one for all operators, and theirs to read.
    """

    _name = "off.former.reference"
    _description = "Reference of the Former System"
    _inherit = ["off.kept.mixin"]
    _order = "company_id, kind, name, id"

    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(KINDS, required=True, default="member")
    name = fields.Char("Reference", required=True)

    _name_uniq = models.UniqueIndex(
        "(company_id, kind, name)", "Somebody else has this reference already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Who may not be known is not named, by whatever number.
            ids = [vals["partner_id"] for vals in vals_list if vals.get("partner_id")]
            self.env["res.partner"].browse(ids).check_access("read")
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("partner_id") and not self.env.su:
            self.env["res.partner"].browse(vals["partner_id"]).check_access("read")
        return super().write(vals)

    @api.model
    def _get_partners(self, company, kind, names):
        """
        :return: ``{reference: res.partner}`` of those that are known to ``company``
        """
        found = self.sudo().search_fetch(
            [
                ("company_id", "=", company.id),
                ("kind", "=", kind),
                ("name", "in", list(names)),
            ],
            ["name", "partner_id"],
        )
        return {one.name: one.partner_id.with_env(self.env) for one in found}
