from odoo import api, fields, models


class OffDataExportAsk(models.TransientModel):
    """Ask for all data of an operator."""

    _name = "off.data.export.ask"
    _description = "Export All Data"

    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        domain="[('id', 'in', allowed_company_ids)]",
        default=lambda self: self.env.company,
    )
    has_documents = fields.Boolean(
        "With posted invoices as PDF", help="The file becomes large."
    )
    missing = fields.Char(compute="_compute_missing")

    @api.depends("company_id")
    def _compute_missing(self):
        for one in self:
            tables = self.env["off.data.export.tables"]._get_tables(one.company_id)
            one.missing = ", ".join(
                table.name
                for table in tables
                if not self.env[table.model].has_access("read")
            )

    def action_ask(self):
        self.ensure_one()
        export = self.env["off.data.export"]._ask(self.company_id, self.has_documents)
        return {
            "type": "ir.actions.act_window",
            "res_model": "off.data.export",
            "res_id": export.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
