from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import ofn
from .enterprise_plan import EnterprisesPlan


class OffEnterpriseImport(models.TransientModel):
    """Import of producers and hubs from Open Food Network's enterprises as CSV."""

    _name = "off.enterprise.import"
    _description = "Import Enterprises"
    _inherit = "off.file.import"

    company_id = fields.Many2one(
        "res.company",
        string="Operator",
        required=True,
        domain="[('id', 'in', allowed_company_ids), ('off_is_operator', '=', True)]",
        default=lambda self: self.env.company,
        help="Introduces the new members and answers for them until they join.",
    )
    line_ids = fields.One2many("off.enterprise.import.line", "import_id", readonly=True)

    def _get_schema(self):
        return ofn.ENTERPRISES

    def _plan_file(self, data):
        if not self.company_id.sudo().off_is_operator:
            raise UserError(
                self.env._(
                    "%s is no operator: set it up first, or change to one.",
                    self.company_id.name,
                )
            )
        result = ofn.parse_enterprises(data)
        return result, EnterprisesPlan(self.env, self.company_id, result.rows).build()

    def _write_plan(self, plan):
        plan.apply()

    @api.model
    def _prepare_plan_line(self, item):
        return self._prepare_line(
            item,
            name=item.row.name,
            message=self._say_changes(item.changes, "res.partner"),
        )
