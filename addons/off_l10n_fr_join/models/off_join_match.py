from odoo import api, fields, models


class OffJoinMatch(models.Model):
    _inherit = "off.join.match"

    same_siren = fields.Boolean("Same enterprise (SIREN)")

    @api.model
    def _get_reason_fields(self):
        return [*super()._get_reason_fields(), "same_siren"]
