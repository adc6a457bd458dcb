from odoo import api, fields, models

HOW = [
    ("same", "Same number"),
    ("zeros", "But for zeros"),
    ("prefix", "Part of it"),
    ("usual", "The usual one"),
    ("new", "To be made"),
    ("chosen", "Chosen"),
]
HOW_PARTNER = [
    ("reference", "By its reference"),
    ("name", "By its name"),
    ("new", "To be made"),
    ("several", "Several fit: choose"),
    ("chosen", "Chosen"),
]


class OffFecImportAccount(models.TransientModel):
    """An account of the file, and the operator's that takes its balance."""

    _name = "off.fec.import.account"
    _description = "Account of a FEC"
    _order = "code, id"

    import_id = fields.Many2one(
        "off.fec.import", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="import_id.company_id.currency_id")
    company_id = fields.Many2one(related="import_id.company_id")
    code = fields.Char("Number", readonly=True)
    name = fields.Char("Label", readonly=True)
    debit = fields.Monetary(readonly=True)
    credit = fields.Monetary(readonly=True)
    balance = fields.Monetary(readonly=True)
    account_id = fields.Many2one(
        "account.account",
        "Account here",
        domain="[('company_ids', 'in', company_id)]",
        help="Empty: an account of this number is made.",
    )
    proposed = fields.Selection(HOW, "How proposed", readonly=True)
    proposed_id = fields.Many2one("account.account", "Account proposed", readonly=True)
    how = fields.Selection(HOW, compute="_compute_how")

    @api.depends("account_id")
    def _compute_how(self):
        for line in self:
            if not line.account_id:
                line.how = "new"
            elif line.account_id == line.proposed_id:
                line.how = line.proposed
            else:
                line.how = "chosen"


class OffFecImportPartner(models.TransientModel):
    """Somebody whom the file calls by an auxiliary number."""

    _name = "off.fec.import.partner"
    _description = "Customer or Supplier of a FEC"
    _order = "code, id"

    import_id = fields.Many2one(
        "off.fec.import", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="import_id.company_id.currency_id")
    code = fields.Char("Auxiliary number", readonly=True)
    name = fields.Char("Label", readonly=True)
    kind = fields.Selection(
        [("member", "Customer"), ("producer", "Supplier")], readonly=True
    )
    balance = fields.Monetary(readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Contact", help="Empty: a contact of this name is made."
    )
    proposed = fields.Selection(HOW_PARTNER, "How proposed", readonly=True)
    proposed_id = fields.Many2one("res.partner", "Contact proposed", readonly=True)
    how = fields.Selection(HOW_PARTNER, compute="_compute_how")
    is_new = fields.Boolean(
        "Make a new one", help="Though several of this name are known."
    )

    @api.depends("partner_id", "is_new")
    def _compute_how(self):
        for line in self:
            if line.partner_id and line.partner_id == line.proposed_id:
                line.how = line.proposed
            elif line.partner_id:
                line.how = "chosen"
            elif line.proposed == "several" and not line.is_new:
                line.how = "several"
            else:
                line.how = "new"
