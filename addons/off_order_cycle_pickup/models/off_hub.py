from odoo import api, fields, models
from odoo.exceptions import ValidationError

NO_SHOW = [
    ("keep", "Kept for later"),
    ("charge", "Charged all the same"),
    ("cancel", "Not charged, the goods are left over"),
]
LEFT = [
    ("return", "Back to the stock"),
    ("donate", "Donated"),
    ("loss", "Lost or thrown away"),
]


class OffHub(models.Model):
    """How a hub hands over at its pickups."""

    _inherit = "off.hub"

    pickup_journal_ids = fields.Many2many(
        "account.journal",
        "off_hub_pickup_journal_rel",
        "hub_id",
        "journal_id",
        string="Paid at pickups by",
        domain="[('company_id', '=', company_id), ('type', 'in', ('cash', 'bank'))]",
        groups="off_hub_network.group_user",
        help="Journals of the means of payment that are taken on site: cash, card "
        "terminal, cheques. Nothing is paid at pickups when empty.",
    )
    pickup_signature = fields.Boolean(
        "Ask for a signature", help="Whoever collects signs on the phone."
    )
    pickup_no_show = fields.Selection(
        NO_SHOW,
        "Who does not come",
        default="charge",
        required=True,
        help="What is proposed when a pickup is closed; it may be chosen for each.",
    )
    pickup_keep_days = fields.Integer(
        "Kept … days", default=3, help="So long what was not collected is kept."
    )
    pickup_left = fields.Selection(
        LEFT,
        "What is left over",
        default="return",
        required=True,
        help="What is proposed when a pickup is closed; it may be chosen by product.",
    )
    pickup_walk_in_id = fields.Many2one(
        "res.partner",
        string="On-site customer",
        groups="off_hub_network.group_user",
        help="In whose name left-overs are sold to who has no order. Only those who "
        "have one buy them when empty.",
    )
    pickup_donee_id = fields.Many2one(
        "res.partner",
        string="Donated to",
        groups="off_hub_network.group_user",
        help="Who gets what is left over and donated: a food bank, a social grocery.",
    )

    _pickup_keep_positive = models.Constraint(
        "CHECK (pickup_keep_days >= 0)", "Goods are kept for a number of days from 0."
    )

    @api.constrains("pickup_journal_ids", "company_id")
    def _check_pickup_journals(self):
        for hub in self:
            foreign = hub.sudo().pickup_journal_ids.filtered(
                lambda one, hub=hub: (
                    one.company_id != hub.company_id or one.type not in ("cash", "bank")
                )
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "%(hub)s: %(journals)s cannot take payments at its pickups. "
                        "Choose bank or cash journals of its operator.",
                        hub=hub.name,
                        journals=", ".join(foreign.mapped("name")),
                    )
                )
