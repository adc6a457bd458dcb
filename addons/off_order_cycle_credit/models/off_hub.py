from odoo import fields, models


class OffHub(models.Model):
    _inherit = "off.hub"

    keeps_credit_limit = fields.Boolean(
        "Refuse beyond the credit limit",
        help="Customers who have a credit limit and would owe more than it with the "
        "order are refused, and told the figures: in the shop, in the grid of orders "
        "and when standing orders are placed. Who enters a sales order is warned.",
    )
