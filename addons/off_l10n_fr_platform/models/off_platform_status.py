from odoo import fields, models

# Life cycle of an invoice: external specifications of the French tax administration,
# version 3.1, and standard XP Z12-012. Those that everybody has to tell: 200, 210, 212,
# 213.
CODES = [
    ("200", "Submitted"),
    ("201", "Issued by the platform"),
    ("202", "Received by the platform"),
    ("203", "Made available"),
    ("204", "In hand"),
    ("205", "Approved"),
    ("206", "Partially approved"),
    ("207", "In dispute"),
    ("208", "Suspended"),
    ("209", "Completed"),
    ("210", "Refused by the customer"),
    ("211", "Payment sent"),
    ("212", "Paid"),
    ("213", "Rejected by the platform"),
    ("214", "Reviewed"),
    ("220", "Cancelled"),
    ("221", "Routing error"),
]
PAID = "212"
BAD = ("210", "213", "221")
# Nothing is asked about an invoice any more.
FINAL = ("210", "212", "213", "220")


class OffPlatformStatus(models.Model):
    """A message about an invoice that was handed over to a platform."""

    _name = "off.platform.status"
    _description = "Status of an Invoice on a Platform"
    _inherit = ["off.kept.mixin"]
    _order = "date desc, id desc"

    document_id = fields.Many2one(
        "off.platform.document",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="document_id.company_id", store=True)
    code = fields.Selection(CODES, required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    reason = fields.Char(readonly=True)
    key = fields.Char("Message", required=True, readonly=True)

    _once = models.Constraint(
        "UNIQUE (document_id, key)", "This message was received already."
    )
