from odoo import fields, models


class OffOrderCycle(models.Model):
    """What the producers of a cycle answered."""

    _inherit = "off.order.cycle"

    answer_count = fields.Integer("Producers that answered", compute="_compute_counts")
    answer_text = fields.Char("Answers", compute="_compute_answer_text")
    waiting_text = fields.Char("No answer yet", compute="_compute_answer_text")
    answer_ids = fields.One2many(
        "off.purchase.answer",
        "cycle_id",
        string="Answers of producers",
        domain=[("is_current", "=", True)],
        readonly=True,
    )

    def _get_counts(self):
        answered = [("off_answer_state", "in", ("all", "some", "none"))]
        return {
            **super()._get_counts(),
            "answer_count": self._count(
                "purchase.order", answered, path="off_cycle_id"
            ),
        }

    def _compute_answer_text(self):
        """“3 of 5”, and the names of those that have not answered."""
        rows = (
            self.env["purchase.order"]
            .sudo()
            ._read_group(
                [
                    ("off_cycle_id", "in", self.ids),
                    ("company_id", "in", self.env.companies.ids),
                    ("state", "=", "purchase"),
                    ("off_cycle_id.state", "=", "closed"),
                    ("off_answer_state", "=", "waiting"),
                    # Who came has answered.
                    ("receipt_status", "not in", ("partial", "full")),
                ],
                ["off_cycle_id"],
                ["partner_id:recordset"],
            )
        )
        waiting = dict(rows)
        for cycle in self:
            names = waiting.get(cycle) and waiting[cycle].sudo().mapped("name")
            cycle.waiting_text = ", ".join(sorted(names or []))
            cycle.answer_text = self.env._(
                "%(answered)s of %(asked)s",
                answered=cycle.answer_count,
                asked=cycle.purchase_count,
            )

    def action_view_answers(self):
        self.ensure_one()
        return self._action_view(
            "off_order_cycle_portal.action_purchase_answers",
            [("off_cycle_id", "=", self.id)],
            create=False,
        )
