from odoo import models
from odoo.exceptions import UserError

RATIO = {"relative_factor", "relative_uom_id"}


class UomUom(models.Model):
    _inherit = "uom.uom"

    def write(self, vals):
        if RATIO & vals.keys():
            changed = self.filtered(
                lambda uom: any(
                    uom._fields[name].convert_to_cache(vals[name], uom)
                    != uom._fields[name].convert_to_cache(uom[name], uom)
                    for name in RATIO & vals.keys()
                )
            )
            changed._off_check_no_orders()
        return super().write(vals)

    def _off_check_no_orders(self):
        """Extends what stock refuses: orders of a cycle have no stock moves, and hold
        on the counters what a pack contained when they were validated (rule 3).

        The cycles are not named: they may be those of other operators (rule 4).
        """
        line = (
            self.env["sale.order.line"]
            .sudo()
            .search(
                [
                    ("product_uom_id", "child_of", self.ids),
                    ("off_offer_id", "!=", False),
                    ("state", "=", "sale"),
                    ("product_uom_qty", ">", 0),
                    ("order_id.off_cycle_id.state", "not in", ("settled", "cancel")),
                ],
                limit=1,
            )
        )
        if line:
            raise UserError(
                self.env._(
                    "Validated orders hold “%(unit)s” until their cycles are settled, "
                    "and so what it contains stays as it is. Make another unit of "
                    "measure, and choose it on the products instead.",
                    unit=line.product_uom_id.name,
                )
            )
