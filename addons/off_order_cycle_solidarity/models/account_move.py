from odoo import fields, models
from odoo.fields import Command


class AccountMove(models.Model):
    _inherit = "account.move"

    # Kept apart from who may read it by a rule: see security/rules.xml.
    off_is_solidarity = fields.Boolean(
        "A fund pays a part",
        readonly=True,
        groups="account.group_account_invoice,account.group_account_readonly",
    )

    def _off_add_draw(self, draw):
        """Add the line by which the fund pays its part."""
        self.ensure_one()
        before = self.invoice_line_ids
        self.write(
            {
                "off_is_solidarity": True,
                "invoice_line_ids": [Command.create(draw._prepare_invoice_line())],
            }
        )
        draw.invoice_line_id = (self.invoice_line_ids - before)[:1]

    def _off_get_draws(self):
        Draw = self.env["off.solidarity.draw"].sudo()
        moves = self.sudo().filtered("off_is_solidarity")
        if not moves:
            return Draw
        return Draw.search([("invoice_line_id.move_id", "in", moves.ids)])

    def _post(self, soft=True):
        """Extends account: what is in the books is no longer reserved."""
        posted = super()._post(soft)
        posted._off_get_draws()._settle()
        return posted

    def button_draft(self):
        """Extends account: what leaves the books is reserved again."""
        draws = self.filtered(lambda move: move.state == "posted")._off_get_draws()
        result = super().button_draft()
        draws._unsettle()
        return result
