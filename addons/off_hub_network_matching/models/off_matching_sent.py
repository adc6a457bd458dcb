from odoo import fields, models


class OffMatchingSent(models.Model):
    """A suggestion that was mailed: none is mailed twice."""

    _name = "off.matching.sent"
    _description = "Suggestion Mailed"
    _rec_name = "partner_id"

    notice_id = fields.Many2one("off.network.notice", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")

    _pair_uniq = models.UniqueIndex(
        "(notice_id, partner_id)", "This suggestion was mailed."
    )
