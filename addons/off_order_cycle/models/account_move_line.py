from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _off_get_orders(self):
        """Hook: of which orders lines of invoices are, also those that no line of an
        order was invoiced by.

        :return: ``{line: sale.order}``; lines of no order are left out
        """
        return {
            line: line.sale_line_ids.order_id for line in self if line.sale_line_ids
        }
