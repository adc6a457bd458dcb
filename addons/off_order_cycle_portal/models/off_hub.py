from odoo import fields, models


class OffHub(models.Model):
    _inherit = "off.hub"

    tells_producers = fields.Boolean(
        "Write to producers at closing",
        default=True,
        help="Each producer gets its purchase order by mail when a cycle that this hub "
        "coordinates closes, with a table of what goes to which pickup and a link by "
        "which it says what it can bring.",
    )
    producer_reminder_hours = fields.Integer(
        "Remind producers after",
        default=24,
        help="Hours after which a producer that has not answered is written to again. "
        "0 for no reminders.",
    )
    producer_reminder_max = fields.Integer(
        "Reminders at most",
        default=2,
        help="Then whoever follows the cycle is told that no answer came.",
    )
    producer_answer_hours = fields.Integer(
        "Answers are needed",
        default=24,
        help="Hours before the goods are expected. Then no more reminders are sent, "
        "and whoever follows the cycle is told who has not answered.",
    )

    _reminders_positive = models.Constraint(
        "CHECK (producer_reminder_hours >= 0 AND producer_reminder_max >= 0"
        " AND producer_answer_hours >= 0)",
        "Hours and numbers of reminders cannot be negative.",
    )
