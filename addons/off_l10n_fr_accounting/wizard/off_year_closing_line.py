from odoo import fields, models


class OffYearClosingLine(models.TransientModel):
    _name = "off.year.closing.line"
    _description = "Left to Do Before a Year Is Closed"

    closing_id = fields.Many2one("off.year.closing", required=True, ondelete="cascade")
    is_blocking = fields.Boolean("Has to be done", readonly=True)
    name = fields.Char("What", readonly=True)
    remedy = fields.Char("What to do", readonly=True)
    model = fields.Char(readonly=True)
    domain = fields.Char(readonly=True)

    def action_show(self):
        """Opens what is left to do. The list follows from the check, not from what a
        client sent: it is made anew."""
        self.ensure_one()
        closing = self.closing_id
        closing._check_may_close()
        found = closing.company_id._off_get_closing_findings(
            closing.date_start, closing.date_end
        )
        finding = next((one for one in found if one.what == self.name), None)
        if not finding or not finding.model:
            return False
        return {
            "type": "ir.actions.act_window",
            "name": finding.what,
            "res_model": finding.model,
            "view_mode": "list,form",
            "domain": list(finding.domain),
        }
