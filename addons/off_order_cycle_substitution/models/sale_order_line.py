from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    off_substitution_id = fields.Many2one(
        "off.substitution",
        "Substitute",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
        help="The proposal that the customer accepted.",
    )
    off_substitution_ids = fields.One2many(
        "off.substitution", "line_id", "Substitutes", groups="base.group_user"
    )

    def _off_get_given_quantity(self):
        """:return: what was shared out to this line, in the product's unit"""
        given = self.sudo().off_allocation_ids.mapped("quantity")
        return max(sum(given), 0.0)

    def _off_raise_counters(self):
        """Count what these lines hold as reserved, whatever was declared: its goods are
        there. Handing over takes it off again."""
        by_model = {"product.product": {}, "off.catalog.item": {}, "off.offer": {}}
        for counter, quantity in self._off_get_quantities().items():
            by_model[counter._name][counter] = quantity
        goods, items, offers = by_model.values()
        for name, quantities in (
            ("off.availability", goods),
            ("off.catalog.item", items),
            ("off.offer", offers),
        ):
            self.env[name].sudo()._raise(quantities)
