from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from odoo.addons.off_hub_network.tools.words import write_number

RATIO = {"relative_factor", "relative_uom_id"}
# What is measured comes in parts; all else is counted: units, bunches, bags.
MEASURES = (
    "uom.product_uom_gram",
    "uom.product_uom_milliliter",
    "uom.product_uom_millimeter",
    "uom.product_uom_square_meter",
    "uom.product_uom_hour",
    "uom.product_uom_kwh",
)
# A dozen of 12 and a pack of 6 hold whole pieces though factors are floats.
PIECE_DIGITS = 4


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

    def _off_has(self, quantity):
        """Whether there can be so much of this unit: no half of a bag, but half a
        dozen; of what is measured, no more decimals than Odoo keeps.

        :param quantity: Decimal or float, in this unit
        """
        self.ensure_one()
        number = float(quantity)
        if float_compare(self.round(number), number, precision_digits=6):
            return False
        root = self.browse(int(self.parent_path.split("/")[0]))
        # Kept in memory, unlike records by their names: lines are checked by thousands.
        find = self.env["ir.model.data"]._xmlid_to_res_id
        if root.id in {find(one) for one in MEASURES}:
            return True
        pieces = number * self.factor / root.factor
        return not float_compare(round(pieces), pieces, precision_digits=PIECE_DIGITS)

    def _off_check_has(self, product, quantity):
        """:raise UserError: where there cannot be so much of a product"""
        if not self._off_has(quantity):
            raise UserError(self._off_say_has_not(product, quantity))

    def _off_say_has_not(self, product, quantity):
        return self.env._(
            "%(product)s is counted in %(unit)s: %(number)s is not possible.",
            product=product.display_name,
            unit=self.name,
            number=write_number(self.env, quantity),
        )

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
