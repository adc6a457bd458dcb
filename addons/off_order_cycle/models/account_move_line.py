from odoo import models
from odoo.exceptions import UserError

# What a document shows and Odoo's seal leaves out.
SHOWN = ("product_id", "name", "quantity", "product_uom_id", "price_unit", "discount")


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def write(self, vals):
        """Extends account: what a sealed document shows is as fixed as its amounts.
        Odoo seals the amounts alone, and prints the rest as it is."""
        shown = [name for name in SHOWN if name in vals]
        if shown:
            for line in self:
                if line.move_id.inalterable_hash and line._off_changes(vals, shown):
                    raise UserError(
                        self.env._(
                            "%s is sealed: it stays as it was posted. Correct it by a "
                            "credit note.",
                            line.move_id.name,
                        )
                    )
        return super().write(vals)

    def _off_changes(self, vals, names):
        """Whether ``vals`` change one of ``names``."""
        self.ensure_one()
        for name in names:
            field = self._fields[name]
            if field.convert_to_write(self[name], self) != vals[name]:
                return True
        return False

    def _off_get_orders(self):
        """Hook: of which orders lines of invoices are, also those that no line of an
        order was invoiced by.

        :return: ``{line: sale.order}``; lines of no order are left out
        """
        return {
            line: line.sale_line_ids.order_id for line in self if line.sale_line_ids
        }
