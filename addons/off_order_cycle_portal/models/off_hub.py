from odoo import fields, models


class OffHub(models.Model):
    _inherit = "off.hub"

    tells_producers = fields.Boolean(
        "Write to producers at closing",
        default=True,
        help="Each producer gets its purchase order by mail when a cycle that this hub "
        "coordinates closes, with a table of what goes to which pickup.",
    )
