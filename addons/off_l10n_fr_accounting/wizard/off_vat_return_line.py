from odoo import fields, models
from odoo.fields import Domain


class OffVatReturnLine(models.TransientModel):
    _name = "off.vat.return.line"
    _description = "Box of a VAT Return"
    _order = "sequence, id"

    return_id = fields.Many2one("off.vat.return", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="return_id.currency_id")
    sequence = fields.Integer(readonly=True)
    code = fields.Char(readonly=True)
    box = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    amount = fields.Monetary("To declare", readonly=True, help="In whole euros.")
    exact = fields.Monetary("In the books", readonly=True)
    is_total = fields.Boolean(readonly=True)
    tags = fields.Char(readonly=True)

    def action_show(self):
        """The items that this box counts."""
        self.ensure_one()
        one = self.return_id
        one._check_may_read()
        line = one._get_report_lines().filtered(lambda row: row.code == self.code)
        tags = self.env["account.account.tag"].sudo().with_context(active_test=False)
        found = tags.browse()
        for expression in line.expression_ids.filtered(
            lambda row: row.engine == "tax_tags"
        ):
            name = expression.formula.lstrip("-")
            found |= tags._get_tax_tags(name, one.env.ref("base.fr").id)
        return one._show(
            self.display_name,
            one._get_items_domain() & Domain("tax_tag_ids", "in", found.ids),
        )
