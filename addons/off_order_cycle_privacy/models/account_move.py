from odoo import fields, models

GROUPS = "account.group_account_readonly,account.group_account_invoice"


class AccountMove(models.Model):
    """What an invoice has to say of its customer, after the contact was erased.

    Accounting documents are kept for ten years (code de commerce, art. L123-22), and
    invoices name their customer (code général des impôts, annexe II, art. 242 nonies
    A): erasure freezes name and address here. GDPR art. 17(3)(b).
    """

    _inherit = "account.move"

    off_kept_name = fields.Char(
        "Customer at the time",
        readonly=True,
        copy=False,
        groups=GROUPS,
        help="Of a customer whose data were erased: kept for as long as the law wants.",
    )
    off_kept_address = fields.Text(
        "Address at the time", readonly=True, copy=False, groups=GROUPS
    )
    off_kept_until = fields.Date(
        "Kept until",
        readonly=True,
        copy=False,
        groups=GROUPS,
        help="Ten years after the end of the financial year.",
    )
