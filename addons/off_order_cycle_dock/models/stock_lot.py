from odoo import fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    off_past_accepted = fields.Boolean(
        "Accepted past its date",
        copy=False,
        help="Somebody took it in, or keeps it, knowing that its date is past: it may "
        "be handed over. Otherwise a cycle does not hand it over.",
    )
