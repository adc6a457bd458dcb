import base64
import binascii

from odoo import api, fields, models

from .refused import Refused

STATES = [
    ("waiting", "Waiting"),
    ("collected", "Collected"),
    ("absent", "Did not come"),
    ("kept", "Kept for later"),
    ("charged", "Charged, not collected"),
    ("cancelled", "Given up"),
]
# What may still be handed over.
OPEN = ("waiting", "absent", "kept")
PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_SIGNATURE = 300_000  # bytes


class OffHandover(models.Model):
    """What became of an order at its pickup: who handed it over to whom and when.

    Written by the code alone, for whoever hands over: nobody else has the right to.
    """

    _name = "off.handover"
    _description = "Handover"
    _inherit = ["off.kept.mixin"]
    _order = "slot_id, household_id, id"
    _rec_name = "order_id"

    order_id = fields.Many2one(
        "sale.order", required=True, ondelete="cascade", index=True
    )
    slot_id = fields.Many2one(related="order_id.off_slot_id", store=True, index=True)
    point_id = fields.Many2one(related="slot_id.point_id", store=True)
    cycle_id = fields.Many2one(related="order_id.off_cycle_id", store=True, index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    household_id = fields.Many2one(
        related="order_id.partner_id.commercial_partner_id",
        string="Household",
        store=True,
    )
    state = fields.Selection(
        STATES, required=True, default="waiting", index=True, readonly=True
    )
    date_collected = fields.Datetime("Collected on", readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True, ondelete="restrict")
    collector = fields.Char(
        "Collected by", readonly=True, help="Who came, where it was somebody else."
    )
    signature = fields.Binary(readonly=True, attachment=True)
    ticked_line_ids = fields.Many2many("sale.order.line", string="Ticked")
    keep_until = fields.Date(readonly=True)
    note = fields.Char(readonly=True)
    given_up_ids = fields.One2many(
        "off.allocation", "off_handover_id", string="Not handed over"
    )

    _order_uniq = models.UniqueIndex("(order_id)", "An order is handed over once.")

    @api.model
    def _ensure(self, orders):
        """:return: ``{order: its off.handover}``, made where it was missing"""
        Handover = self.sudo()
        found = Handover.search([("order_id", "in", orders.ids)])
        missing = orders - found.order_id
        found |= Handover.create([{"order_id": order.id} for order in missing])
        return {one.order_id: one for one in found}

    def _read_signature(self, value):
        """:return: a PNG that a phone sent, in base64, or False"""
        if not value:
            return False
        try:
            image = base64.b64decode(value, validate=True)
        except (TypeError, ValueError, binascii.Error):
            image = b""
        if not image.startswith(PNG) or len(image) > LARGEST_SIGNATURE:
            raise Refused(
                "wrong", self.env._("The signature cannot be read: sign again.")
            )
        return value
