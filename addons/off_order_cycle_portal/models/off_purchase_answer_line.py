from odoo import fields, models
from odoo.tools import float_compare

REASONS = [
    ("weather", "Frost, hail, drought"),
    ("sold_out", "Sold out"),
    ("not_ready", "Not ready yet"),
    ("quality", "Not good enough"),
    ("trouble", "Illness or breakdown"),
    ("other", "Another reason"),
]


class OffPurchaseAnswerLine(models.Model):
    """How much of a product a producer promised, of how much."""

    _name = "off.purchase.answer.line"
    _description = "Product in the Answer of a Producer"
    _inherit = ["off.kept.mixin"]
    _order = "answer_id desc, id"
    _rec_name = "product_id"

    answer_id = fields.Many2one(
        "off.purchase.answer",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(related="answer_id.company_id", store=True, index=True)
    purchase_line_id = fields.Many2one(
        "purchase.order.line", ondelete="cascade", index=True, readonly=True
    )
    product_id = fields.Many2one(
        related="purchase_line_id.product_id", store=True, index="btree_not_null"
    )
    product_uom_id = fields.Many2one(related="purchase_line_id.product_uom_id")
    asked_qty = fields.Float(
        "Asked", digits="Product Unit", min_display_digits=1, readonly=True
    )
    promised_qty = fields.Float(
        "Promised", digits="Product Unit", min_display_digits=1, readonly=True
    )
    reason = fields.Selection(REASONS, readonly=True)

    _promised = models.Constraint(
        "CHECK (promised_qty >= 0 AND promised_qty <= asked_qty)",
        "Nobody promises less than nothing, or more than was asked.",
    )

    def _is_short(self):
        self.ensure_one()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return float_compare(self.promised_qty, self.asked_qty, digits) < 0

    def _get_text(self):
        """“Carrots: 3 of 5 (frost)”"""
        self.ensure_one()
        product = self.product_id.with_context(display_default_code=False)
        write = product._off_write_quantity
        text = self.env._(
            "%(product)s: %(promised)s of %(asked)s %(unit)s",
            product=product.display_name,
            promised=write(self.promised_qty),
            asked=write(self.asked_qty),
            unit=self.product_uom_id.name,
        )
        if not self.reason:
            return text
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        return f"{text} ({reasons[self.reason]})"
