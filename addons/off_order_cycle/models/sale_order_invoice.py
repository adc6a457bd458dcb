from odoo import models

from .account_move_bulk import UNSYNCED, Notes


class SaleOrder(models.Model):
    """Invoices of orders of cycles are created complete: see ``account.move``."""

    _inherit = "sale.order"

    def _off_invoice(self, date):
        """Hook: invoice what was delivered of these orders when their sale is settled.

        :param date: of the invoices
        :return: account.move, drafts
        """
        return self._off_create_invoices(date)

    def _off_create_invoices(self, date, grouped=False):
        """Invoice these orders, of one operator: that of the environment.

        :param date: of the invoices
        :param grouped: each order alone (Odoo's word for it), instead of those of a
            customer together
        :return: account.move, drafts
        """
        orders = self.with_context(off_invoice_date=date)
        return orders._create_invoices(grouped=grouped).with_env(self.env)

    def _create_invoices(self, grouped=False, final=False, date=None):
        """Extends sale: invoices of many orders have their first note at once."""
        if not all(order.off_cycle_id for order in self):
            return super()._create_invoices(grouped=grouped, final=final, date=date)
        notes = Notes()
        orders = self.with_context(off_notes=notes)
        moves = super(SaleOrder, orders)._create_invoices(
            grouped=grouped, final=final, date=date
        )
        moves = moves.with_context(off_notes=None)
        notes.post()
        return moves

    def _create_account_invoices(self, invoice_vals_list, final):
        """Extends sale."""
        date = self.env.context.get("off_invoice_date")
        if date:
            # Else each would be written to when it is posted, and worked out anew.
            invoice_vals_list = [
                {**vals, "invoice_date": date} for vals in invoice_vals_list
            ]
        if len(self.company_id) != 1 or not all(order.off_cycle_id for order in self):
            return super()._create_account_invoices(invoice_vals_list, final)
        moves = self.env["account.move"].sudo().with_company(self.company_id)
        others, plain = moves._off_split_plain(invoice_vals_list)
        usual = super()._create_account_invoices(others, final)
        quick = self.with_context(**UNSYNCED)
        quick = super(SaleOrder, quick)._create_account_invoices(
            list(plain.values()), final
        )
        quick = quick.with_env(usual.env)
        quick._off_add_terms()
        # In the order of the orders, as Odoo has them.
        usual_ones, quick_ones = iter(usual), iter(quick)
        return usual.union(
            *(
                next(quick_ones if number in plain else usual_ones)
                for number in range(len(invoice_vals_list))
            )
        )
