from odoo import fields, models


class OffHub(models.Model):
    _inherit = "off.hub"

    keeps_credit_limit = fields.Boolean(
        "Refuse beyond the credit limit",
        help="Customers who have a credit limit and would owe more than it with the "
        "order are refused, and told the figures. What staff enter for them is not "
        "refused.",
    )
