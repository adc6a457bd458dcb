from odoo import fields, models

from .off_hub import GROUPINGS


class OffHubCustomer(models.Model):
    _inherit = "off.hub.customer"

    invoice_grouping = fields.Selection(
        GROUPINGS,
        "Invoices",
        help="What is agreed with this customer. Empty: as the hub does it.",
    )
