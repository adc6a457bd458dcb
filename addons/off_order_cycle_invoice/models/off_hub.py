from odoo import fields, models

GROUPINGS = [
    ("order", "One for each order"),
    ("cycle", "One for each sale"),
    ("month", "One for each month"),
]


class OffHub(models.Model):
    _inherit = "off.hub"

    invoice_grouping = fields.Selection(
        GROUPINGS,
        "Invoices",
        default="cycle",
        required=True,
        help="Those of each order and of each sale are posted when the sale is "
        "settled. Those of a month hold all sales that were settled meanwhile, and are "
        "made by Customers > Invoices of the month. Another way may be agreed with a "
        "customer.",
    )
