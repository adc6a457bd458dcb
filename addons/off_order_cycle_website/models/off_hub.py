from odoo import fields, models


class OffHub(models.Model):
    _inherit = "off.hub"

    checkout = fields.Selection(
        [
            ("direct", "Order at once, pay later"),
            ("payment", "Choose how to pay"),
        ],
        "When ordering",
        required=True,
        default="direct",
        help="Whether customers place their order from the basket, or choose a method "
        "of payment first: those that the operator has published.",
    )
