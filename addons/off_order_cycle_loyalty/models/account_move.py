from odoo import models
from odoo.fields import Command


class AccountMove(models.Model):
    _inherit = "account.move"

    def _off_split_wallet(self):
        """Bring draft invoices that an eWallet paid too much of to zero.

        :return: the draft credit notes of the rest; where nothing was handed over, the
            invoice itself becomes one
        """
        nothing = self.filtered(lambda move: not move._off_get_goods())
        nothing.action_switch_move_type()
        rest = self - nothing
        vals_list = [move._off_take_from_wallet() for move in rest]
        return self.create(vals_list)

    def _off_get_wallet_lines(self):
        return self.invoice_line_ids.filtered(
            lambda line: any(line.sale_line_ids.mapped("off_is_wallet"))
        )

    def _off_get_goods(self):
        lines = self.invoice_line_ids - self._off_get_wallet_lines()
        return lines.filtered(lambda line: line.display_type == "product")

    def _off_take_from_wallet(self):
        """Lower what the eWallets pay of this invoice until it comes to zero.

        :return: values of the credit note of the rest
        """
        self.ensure_one()
        rest, commands, lines = -self.amount_total, [], []
        for line in self._off_get_wallet_lines():
            part = min(rest, -line.price_unit)
            rest = self.currency_id.round(rest - part)
            if self.currency_id.is_zero(part):
                continue
            commands.append(
                Command.update(line.id, {"price_unit": line.price_unit + part})
            )
            lines.append(line._off_prepare_wallet_rest(part))
        vals = {
            "move_type": "out_refund",
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "journal_id": self.journal_id.id,
            "invoice_origin": self.invoice_origin,
            "reversed_entry_id": self.id,
            "invoice_line_ids": [Command.create(values) for values in lines],
        }
        self.write({"invoice_line_ids": commands})
        return vals


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _off_prepare_wallet_rest(self, amount):
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "name": self.with_context(lang=self.partner_id.lang).env._(
                "%s: paid, and not handed over", self.name
            ),
            "quantity": 1.0,
            "price_unit": amount,
            "account_id": self.account_id.id,
            "tax_ids": [Command.clear()],
        }
