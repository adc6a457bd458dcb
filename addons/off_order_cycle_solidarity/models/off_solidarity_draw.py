from odoo import fields, models


class OffSolidarityDraw(models.Model):
    """What a fund pays of an order. Nobody reads it but its customer, on pages that
    check who asks, and the code of the server: sales orders do not show it."""

    _name = "off.solidarity.draw"
    _description = "Draw of a Solidarity Fund"
    _inherit = ["off.kept.mixin"]
    _order = "id"
    _rec_name = "order_id"

    order_id = fields.Many2one(
        "sale.order", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    level_id = fields.Many2one(
        "off.solidarity.level", required=True, ondelete="restrict", index=True
    )
    fund_id = fields.Many2one(
        "off.solidarity.fund", required=True, ondelete="restrict", index=True
    )
    amount = fields.Monetary(help="What the fund pays, as far as it is known.")
    reserved = fields.Monetary(help="What of it is on the counter of the fund.")
    invoice_line_id = fields.Many2one(
        "account.move.line", ondelete="set null", index="btree_not_null"
    )

    _order_uniq = models.UniqueIndex("(order_id)", "An order is drawn for once.")

    def _reserve(self):
        """Bring what is reserved in step with the orders, as far as the fund has it."""
        for draw in self:
            wanted = draw.level_id._get_draw(draw.order_id._off_get_shared())
            # What something else pays already, the fund does not pay.
            draw._set_amount(min(wanted, draw.order_id.amount_total))

    def _set_amount(self, wanted):
        """Draw ``wanted``, or what there is of it."""
        self.ensure_one()
        more = self.currency_id.round(max(wanted, 0.0) - self.reserved)
        if not more:
            self.amount = self.reserved
            return
        if more > 0:
            more = self.fund_id._draw_up_to(more)
        else:
            self.fund_id._draw(more)
        self.reserved = self.amount = self.currency_id.round(self.reserved + more)

    def _give_back(self):
        """What is reserved is free again; the level of the order is kept."""
        for draw in self.filtered("reserved"):
            draw.fund_id._draw(-draw.reserved)
            draw.reserved = draw.amount = 0.0

    def _settle(self):
        """The invoice is posted: what it says is in the books, no longer reserved."""
        for draw in self.filtered("reserved"):
            draw.fund_id._draw(-draw.reserved)
            draw.reserved = 0.0

    def _unsettle(self):
        """The invoice is a draft again."""
        for draw in self.filtered(lambda one: not one.reserved):
            draw.fund_id._draw(draw.amount, force=True)
            draw.reserved = draw.amount

    def _prepare_invoice_line(self):
        """One line, untaxed: the goods keep their full price and tax."""
        lang = self.order_id.partner_id.lang or self.env.lang
        return {
            "name": self.with_context(lang=lang).env._(
                "Solidarity (%s)", self.order_id.name
            ),
            "quantity": 1.0,
            "price_unit": -self.amount,
            "tax_ids": [fields.Command.clear()],
            "account_id": self.fund_id.account_id.id,
            "sequence": 2000,
        }
