from odoo import fields, models


class OffPickupAct(models.Model):
    _inherit = "off.pickup.act"

    kind = fields.Selection(
        selection_add=[("empties", "Containers came back")],
        ondelete={"empties": "cascade"},
    )
