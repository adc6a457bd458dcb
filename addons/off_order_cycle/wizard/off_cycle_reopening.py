from odoo import api, fields, models


class OffCycleReopening(models.TransientModel):
    """Why a closed cycle is opened again, and until when."""

    _name = "off.cycle.reopening"
    _description = "Opening a Cycle again"

    cycle_id = fields.Many2one("off.order.cycle", required=True, ondelete="cascade")
    reason = fields.Char(
        required=True, help="Customers and producers read it, in your words."
    )
    date_close = fields.Datetime("Closes again", required=True)
    producer_names = fields.Char(
        "Purchase orders that stay", compute="_compute_producer_names"
    )

    @api.depends("cycle_id")
    def _compute_producer_names(self):
        for one in self:
            orders = one.cycle_id.purchase_ids.filtered(
                lambda order: order.state != "cancel"
            )
            one.producer_names = ", ".join(orders.partner_id.mapped("name"))

    def action_reopen(self):
        self.ensure_one()
        self.cycle_id.check_access("write")
        self.cycle_id._reopen_for_all(self.reason, self.date_close)
        return {"type": "ir.actions.act_window_close"}
