from odoo import fields, models


class OffWeekday(models.Model):
    """A day of the week, to say when a member delivers or hands over."""

    _name = "off.weekday"
    _description = "Day of the Week"
    _order = "number"

    name = fields.Char(required=True, translate=True)
    number = fields.Integer(required=True, help="0 for Monday to 6 for Sunday.")

    _number_uniq = models.UniqueIndex("(number)", "This day exists.")
    _number_of_a_day = models.Constraint(
        "CHECK (number BETWEEN 0 AND 6)", "A day of the week has a number from 0 to 6."
    )
