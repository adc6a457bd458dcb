from odoo import api, fields, models

from ..engine.cells import fold


class OffMovingMapping(models.Model):
    """What a column meant the last time, kept for the next file of the operator."""

    _name = "off.moving.mapping"
    _description = "Column of Files to Import"
    _inherit = ["off.kept.mixin"]
    _order = "company_id, kind, id"

    company_id = fields.Many2one(
        "res.company", "Operator", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Char(required=True)
    name = fields.Char("Column", required=True, help="Its header, folded.")
    target = fields.Char(help="Empty: it is left aside.")

    _name_uniq = models.UniqueIndex("(company_id, kind, name)")

    @api.model
    def _recall(self, company, kind):
        """:return: ``{folded header: target or ""}``"""
        known = self.sudo().search_fetch(
            [("company_id", "=", company.id), ("kind", "=", kind)], ["name", "target"]
        )
        return {one.name: one.target or "" for one in known}

    @api.model
    def _remember(self, company, kind, targets):
        """:param targets: ``{header: target or ""}``"""
        known = {
            one.name: one
            for one in self.sudo().search(
                [("company_id", "=", company.id), ("kind", "=", kind)]
            )
        }
        new = []
        for column, target in targets.items():
            name = fold(column)
            if name not in known:
                vals = {"company_id": company.id, "kind": kind}
                new.append({**vals, "name": name, "target": target})
                known[name] = self.browse()
            elif known[name].target != (target or False):
                known[name].target = target
        self.sudo().create(new)
