from odoo import fields, models

from ..books.kinds import ASSOCIATIONS, KINDS

# Sizes of enterprises as the law of 4 August 2008 (LME, art. 51) has them: dates of the
# e-invoicing reform follow them.
SIZES = [
    ("small", "Micro, small or medium-sized enterprise"),
    ("mid", "Intermediate-sized enterprise (ETI)"),
    ("large", "Large enterprise"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    off_operator_kind = fields.Selection(
        KINDS,
        string="Kind of operator",
        help="Decides the accounts that its books need, and the law that it has to "
        "keep. Set up its books to change it.",
    )
    off_enterprise_size = fields.Selection(
        SIZES,
        string="Size of the enterprise",
        default="small",
        help="Law of 4 August 2008, article 51. The e-invoicing reform has other dates "
        "for large enterprises.",
    )
    off_vat_mention = fields.Char(
        "Why no VAT",
        help="Printed on invoices of an operator that is not liable to VAT. The old "
        "articles of the tax code may be named until 31 December 2027; ask your "
        "accountant for those of the CIBS.",
    )
    off_closing_journal_id = fields.Many2one(
        "account.journal",
        string="Closing of years",
        check_company=True,
        domain="[('type', '=', 'general')]",
        help="Entries that bring charges and income to the result. They are no part "
        "of the file of accounting entries (FEC) of the year that they close.",
    )

    def _off_is_french(self):
        self.ensure_one()
        return self.account_fiscal_country_id.code == "FR"

    def _off_is_association(self):
        self.ensure_one()
        return self.off_operator_kind in ASSOCIATIONS
