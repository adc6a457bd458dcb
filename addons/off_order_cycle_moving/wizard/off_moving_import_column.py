from odoo import fields, models

MEMBER = [
    ("reference", "Reference of the former system"),
    ("name", "Name"),
    ("first_name", "First name"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("street", "Street"),
    ("street2", "Street 2"),
    ("zip", "Postcode"),
    ("city", "Town"),
    ("country", "Country"),
    ("hub", "Hub"),
    ("is_member", "Is a member"),
    ("date_start", "Member from"),
    ("date_end", "Member until"),
    ("lang", "Language"),
]
PRODUCER = [
    ("reference", "Reference of the former system"),
    ("name", "Name"),
    ("siret", "SIRET"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("street", "Street"),
    ("street2", "Street 2"),
    ("zip", "Postcode"),
    ("city", "Town"),
    ("country", "Country"),
    ("website", "Website"),
    ("iban", "IBAN"),
    ("practices", "Practices"),
    ("hub", "Hub"),
]
BALANCE = [
    ("reference", "Reference of the former system"),
    ("email", "E-mail"),
    ("siret", "SIRET"),
    ("name", "Name"),
    ("amount", "Balance"),
    ("owes", "Owes us"),
    ("owed", "Is owed by us"),
    ("side", "Customer or producer"),
    ("date", "Due date"),
    ("label", "Document or label"),
]
TARGETS = {"member": MEMBER, "producer": PRODUCER, "balance": BALANCE}


class OffMovingImportColumn(models.TransientModel):
    """A column of the file, and what it is. Each kind of file has targets of its
    own."""

    _name = "off.moving.import.column"
    _description = "Column of a File to Import"
    _order = "place, id"

    import_id = fields.Many2one(
        "off.moving.import", required=True, index=True, ondelete="cascade"
    )
    place = fields.Integer(readonly=True)
    name = fields.Char("Column", readonly=True)
    sample = fields.Char("For example", readonly=True)
    member_target = fields.Selection(MEMBER, "Of a member")
    producer_target = fields.Selection(PRODUCER, "Of a producer")
    balance_target = fields.Selection(BALANCE, "Of a balance")

    def _get_target(self):
        return self[f"{self.import_id.kind}_target"] or ""
