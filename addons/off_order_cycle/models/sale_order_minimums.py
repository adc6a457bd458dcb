from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.off_hub_network.tools.words import write_number


class SaleOrder(models.Model):
    """The least quantity that a producer hands over of a product in one order."""

    _inherit = "sale.order"

    def _action_confirm(self):
        self.filtered("off_cycle_id")._off_check_minimums()
        return super()._action_confirm()

    def _off_check_minimums(self):
        """:raise UserError: names each product of which too little is ordered"""
        for order in self:
            ordered = defaultdict(float)
            for line in order.order_line.filtered("off_offer_id"):
                ordered[line.product_id] += line._off_get_ordered()
            lacking = [
                self.env._(
                    "%(product)s: %(asked)s asked, at least %(minimum)s",
                    product=product.display_name,
                    asked=write_number(self.env, quantity),
                    minimum=write_number(self.env, product.off_min_qty),
                )
                for product, quantity in ordered.items()
                if product.uom_id.compare(quantity, 0) > 0
                and product.uom_id.compare(quantity, product.off_min_qty) < 0
            ]
            if lacking:
                raise UserError(
                    self.env._(
                        "These products are not sold in such small quantities. Raise "
                        "or remove them:\n%s",
                        "\n".join(lacking),
                    )
                )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._off_check_minimums()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if {"product_uom_qty", "product_uom_id"} & vals.keys():
            self._off_check_minimums()
        return result

    def _off_check_minimums(self):
        validated = self.filtered(lambda line: line._off_is_validated())
        validated.order_id._off_check_minimums()
