from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.words import write_number


class OffAvailability(models.Model):
    """What a producer declares available of a product, one number for all hubs and
    cycles (rule 3 of docs/domain.md).

    It is a row of its own, not a field of the product, because it is a counter:
    buyers at several hubs raise ``reserved_qty`` at the same time, while others read
    and write the product. A hub that sells from a stock of its own counts it apart, in
    its catalogue item.
    """

    _name = "off.availability"
    _description = "Availability"
    _inherit = ["off.counter.mixin", "off.kept.mixin"]
    _rec_name = "product_id"
    _counter_key = "product_id"

    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade"
    )
    producer_id = fields.Many2one(
        related="product_id.product_tmpl_id.off_producer_id", store=True, index=True
    )
    declared_qty = fields.Float(
        help="What the producer says it has, in the product's unit of measure."
    )
    reserved_qty = fields.Float(
        help="In validated orders that are not delivered yet, at all operators."
    )

    _product_uniq = models.UniqueIndex(
        "(product_id)", "This product already has an availability."
    )
    _declared_positive = models.Constraint(
        "CHECK (declared_qty >= 0)", "What is declared available cannot be negative."
    )
    _reserved_positive = models.Constraint(
        "CHECK (reserved_qty >= 0)", "What is reserved cannot be negative."
    )

    @api.model
    def _reserve(self, quantities, items=None):
        """Reserve ``quantities`` or nothing.

        :param quantities: ``{product.product: quantity}`` in the product's unit;
            negative quantities are given back
        :param items: ``{off.catalog.item: quantity}`` of what hubs sell from their own
            stock
        :raise UserError: names each product that is short and what is left of it
        """
        self._check_none_short(self._take(quantities, items))

    @api.model
    def _take(self, quantities, items=None):
        """Reserve what there is of ``quantities``, as ``_reserve`` has them.

        :return: list of texts, one for each product that is short: where there is one,
            the caller has to undo what was taken, by raising
        """
        short = self._draw(quantities)
        lines = self._get_short_lines(short, quantities)
        if items:
            Item = self.env["off.catalog.item"].sudo()
            lines += [
                self._get_short_line(item.product_id, items[item], item.available_qty)
                for item in Item._draw(items)
            ]
        return lines

    @api.model
    def _check_none_short(self, lines):
        """Raise with what ``_take`` found short."""
        if lines:
            raise UserError(
                self.env._(
                    "There is not enough left. Lower these quantities and try "
                    "again:\n%s",
                    "\n".join(lines),
                )
            )

    def _get_short_lines(self, products, quantities):
        if not products:
            return []
        rows = {
            row.product_id: row.available_qty
            for row in self.sudo().search(
                [("product_id", "in", [product.id for product in products])]
            )
        }
        return [
            self._get_short_line(product, quantities[product], rows.get(product, 0.0))
            for product in products
        ]

    def _get_short_line(self, product, asked, left):
        return self.env._(
            "%(product)s: %(asked)s asked, %(left)s left",
            product=product.display_name,
            asked=write_number(self.env, asked),
            left=write_number(self.env, left),
        )
