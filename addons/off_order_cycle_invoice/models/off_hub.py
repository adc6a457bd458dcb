from odoo import fields, models

GROUPINGS = [
    ("order", "One for each order"),
    ("cycle", "One for each sale"),
    ("month", "One for each month"),
]


CREDIT_USES = [
    ("next", "Taken off the next order and invoice"),
    ("keep", "Kept until somebody uses or refunds it"),
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
    credit_use = fields.Selection(
        CREDIT_USES,
        "What was paid too much",
        default="next",
        required=True,
        help="Who paid before, and got less than was ordered, has money left with the "
        "operator, as who has a credit note. Either it lowers what is due for the next "
        "order and pays its invoice, or it stays until it is reconciled or refunded by "
        "hand.",
    )
