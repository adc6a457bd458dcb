from odoo import api, models

from ..tools.closing import CLOSING


class OffNotice(models.Model):
    """Who loses something when a cycle closes is told why, by a message of the order:
    a mail that something changed would be one too many."""

    _inherit = "off.notice"

    @api.model
    def _plan_change(self, orders):
        if self.env.context.get("off_closing") is CLOSING:
            return None
        return super()._plan_change(orders)
