from odoo import api, fields, models
from odoo.fields import Command

LIMIT = 500


class OffRetentionPreview(models.TransientModel):
    """What a rule would touch today."""

    _name = "off.retention.preview"
    _description = "What Would Be Touched"

    rule_id = fields.Many2one("off.retention.rule", required=True, readonly=True)
    count = fields.Integer("Records", readonly=True)
    line_ids = fields.One2many("off.retention.preview.line", "preview_id")

    @api.model
    def _make(self, rule):
        old = rule._get_old()
        return self.create(
            {
                "rule_id": rule.id,
                "count": len(old),
                "line_ids": [
                    Command.create(
                        {
                            "model": old._name,
                            "res_id": one.id,
                            "name": one.display_name,
                            "date": one.write_date or one.create_date,
                            "blockers": self._get_blockers(rule, one),
                        }
                    )
                    for one in old[:LIMIT]
                ],
            }
        )

    def _get_blockers(self, rule, record):
        if record._name != "res.partner":
            return False
        return " ".join(record._off_get_erasure_blockers(rule.company_id)) or False


class OffRetentionPreviewLine(models.TransientModel):
    _name = "off.retention.preview.line"
    _description = "Record That Would Be Touched"

    preview_id = fields.Many2one(
        "off.retention.preview", required=True, index=True, ondelete="cascade"
    )
    model = fields.Char(readonly=True)
    res_id = fields.Integer("Number", readonly=True)
    name = fields.Char(readonly=True)
    date = fields.Datetime("Last change", readonly=True)
    blockers = fields.Char("Left, because", readonly=True)
