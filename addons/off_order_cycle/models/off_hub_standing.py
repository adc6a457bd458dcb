from odoo import fields, models


class OffHub(models.Model):
    """What a hub agrees to in standing orders of its customers."""

    _inherit = "off.hub"

    standing_orders = fields.Selection(
        [
            ("no", "By the hub only"),
            ("ask", "Customers ask, the hub accepts"),
            ("open", "Customers begin them themselves"),
        ],
        required=True,
        default="ask",
    )
    standing_quantities = fields.Boolean(
        "Quantities by date",
        default=True,
        help="Customers may choose other quantities for a date.",
    )
    standing_jokers_unlimited = fields.Boolean("Jokers without limit")
    standing_jokers = fields.Integer(
        "Jokers", default=2, help="How many deliveries a customer may suspend."
    )
    standing_notice = fields.Integer(
        "Days of notice",
        default=3,
        help="Until so many days before a delivery it may be suspended or changed.",
    )

    _standing_positive = models.Constraint(
        "CHECK (standing_jokers >= 0 AND standing_notice >= 0)",
        "Jokers and days of notice are counted from 0.",
    )
