from odoo import fields, models

KINDS = [
    ("tick", "Ticked"),
    ("collect", "Handed over"),
    ("uncollect", "Handing over undone"),
    ("short", "Missing or damaged"),
    ("weigh", "Weighed"),
    ("pay", "Paid"),
    ("unpay", "Payment undone"),
    ("absent", "Did not come"),
    ("give_up", "Given up"),
    ("take_back", "Giving up undone"),
    ("sell", "Sold on site"),
    ("note", "Note"),
    ("close", "Closed"),
]

ACCOUNTANTS = "account.group_account_invoice,account.group_account_readonly"


class OffPickupAct(models.Model):
    """What somebody did at a pickup, once whatever the network did: the key comes from
    the phone. What was refused is kept as well, with the reason."""

    _name = "off.pickup.act"
    _description = "Act at a Pickup"
    _inherit = ["off.kept.mixin"]
    _order = "id desc"
    _rec_name = "kind"

    slot_id = fields.Many2one(
        "off.pickup.slot", required=True, ondelete="cascade", index=True
    )
    cycle_id = fields.Many2one(related="slot_id.cycle_id", store=True, index=True)
    company_id = fields.Many2one(related="slot_id.company_id", store=True, index=True)
    order_id = fields.Many2one("sale.order", ondelete="cascade", index="btree_not_null")
    household_id = fields.Many2one("res.partner", ondelete="restrict")
    kind = fields.Selection(KINDS, required=True)
    key = fields.Char(required=True)
    user_id = fields.Many2one("res.users", "By", required=True, ondelete="restrict")
    date = fields.Datetime(
        "When",
        required=True,
        help="By the clock of the phone, which may have had no network.",
    )
    # Amounts tell what a solidarity order is reduced by (rule 26): accountants alone.
    data = fields.Json("What", groups=ACCOUNTANTS)
    text = fields.Char("Details")
    refused = fields.Char("Refused as")
    reason = fields.Char("Why refused", groups=ACCOUNTANTS)

    _key_uniq = models.UniqueIndex("(slot_id, key)", "This was done already.")

    def _get_answer(self):
        """:return: what its phone is told: code and text why it was refused, or None"""
        self.ensure_one()
        return [self.refused, self.sudo().reason] if self.refused else None
