from odoo import fields, models


class OffJoinRefusal(models.TransientModel):
    _name = "off.join.refusal"
    _description = "Refuse a Request to Join"

    request_id = fields.Many2one("off.join.request", required=True, ondelete="cascade")
    lang = fields.Selection(related="request_id.lang")
    reason = fields.Text(
        required=True, help="Mailed as it is: write in the applicant's language."
    )

    def action_confirm(self):
        self.ensure_one()
        self.request_id._refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
