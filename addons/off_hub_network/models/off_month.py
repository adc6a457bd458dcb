from odoo import fields, models


class OffMonth(models.Model):
    """A month of the year, to say when a product is in season."""

    _name = "off.month"
    _description = "Month"
    _order = "number"

    name = fields.Char(required=True, translate=True)
    number = fields.Integer(required=True, help="1 for January to 12 for December.")

    _number_uniq = models.UniqueIndex("(number)", "This month exists.")
    _number_of_a_month = models.Constraint(
        "CHECK (number BETWEEN 1 AND 12)", "A month has a number from 1 to 12."
    )
