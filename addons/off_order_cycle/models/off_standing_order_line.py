from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_repr


class OffStandingOrderLine(models.Model):
    """A product of a standing order, or what is wanted of it at one delivery."""

    _name = "off.standing.order.line"
    _description = "Product of a Standing Order"
    _inherit = ["off.kept.mixin"]
    _order = "standing_order_id, delivery_id, sequence, id"

    sequence = fields.Integer(default=10)
    standing_order_id = fields.Many2one(
        "off.standing.order",
        required=True,
        ondelete="cascade",
        index=True,
        compute="_compute_standing_order_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    delivery_id = fields.Many2one(
        "off.standing.order.delivery",
        ondelete="cascade",
        index="btree_not_null",
        help="The delivery for which other quantities were chosen.",
    )
    company_id = fields.Many2one(
        related="standing_order_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        ondelete="restrict",
        domain=[("off_producer_id", "!=", False)],
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    quantity = fields.Float(
        digits="Product Unit",
        min_display_digits=1,
        default=1.0,
        help="In the product's unit; 0 for what is only ordered when it is chosen for "
        "a date.",
    )
    tolerance = fields.Float(
        "Accepted on top",
        digits="Product Unit",
        min_display_digits=1,
        help="So many more units the customer takes where that fills a case of the "
        "producer.",
    )
    price = fields.Monetary(
        "Agreed price",
        compute="_compute_price",
        store=True,
        readonly=False,
        precompute=True,
        help="For one unit, taxes included: holds until the last day where the price "
        "is fixed.",
    )
    amount = fields.Monetary(compute="_compute_amount")

    _product_uniq = models.UniqueIndex(
        "(standing_order_id, COALESCE(delivery_id, 0), product_id)",
        "This product is there already: change its quantity.",
    )
    _positive = models.Constraint(
        "CHECK (quantity >= 0 AND price >= 0 AND tolerance >= 0)",
        "Quantities and prices cannot be negative.",
    )

    @api.depends("delivery_id")
    def _compute_standing_order_id(self):
        for line in self:
            line.standing_order_id = (
                line.delivery_id.standing_order_id or line.standing_order_id
            )

    @api.depends(
        "product_id", "standing_order_id.hub_id", "standing_order_id.price_policy"
    )
    def _compute_price(self):
        """What the hub asks when the product, or that prices are agreed, is chosen."""
        for hub, lines in self.grouped(
            lambda line: line.standing_order_id.hub_id
        ).items():
            products = lines.product_id
            terms = self.env["off.catalog.item"]._get_terms(hub, products)
            for line in lines:
                line.price = terms[line.product_id].price if line.product_id else 0.0

    @api.depends("quantity", "price")
    def _compute_amount(self):
        for line in self:
            line.amount = float(line._get_amount(line.price))

    def _get_amount(self, price):
        """What the quantity costs, exact.

        :return: Decimal
        """
        self.ensure_one()
        amount = self._get_quantity() * Decimal(str(price))
        return Decimal(str(self.currency_id.round(float(amount))))

    def _get_quantity(self):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(self.quantity, digits))

    @api.constrains("delivery_id", "standing_order_id", "product_id")
    def _check_delivery(self):
        for line in self.filtered("delivery_id"):
            order = line.standing_order_id
            if line.delivery_id.standing_order_id != order:
                raise ValidationError(
                    self.env._(
                        "%s: this delivery is of another standing order.",
                        order.display_name,
                    )
                )
            if line.product_id not in order.line_ids.product_id:
                raise ValidationError(
                    self.env._(
                        "%(product)s is not in %(order)s: add it there first, with a "
                        "quantity of 0 if it is only wanted on some dates.",
                        product=line.product_id.display_name,
                        order=order.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.delivery_id._check_not_ordered()
        return lines

    def write(self, vals):
        if {"price", "product_id"} & vals.keys():
            agreed = self.filtered(lambda line: line._is_agreed(vals))
            if agreed:
                raise UserError(
                    self.env._(
                        "The price of %(products)s was agreed for the duration of "
                        "%(order)s: end it and make another.",
                        products=", ".join(agreed.product_id.mapped("display_name")),
                        order=agreed[0].standing_order_id.display_name,
                    )
                )
        wanted = {"quantity", "tolerance", "product_id", "delivery_id"}
        if not wanted.isdisjoint(vals):
            self.delivery_id._check_not_ordered()
        result = super().write(vals)
        if vals.get("delivery_id"):
            self.delivery_id._check_not_ordered()
        return result

    def _is_agreed(self, vals):
        """Whether ``vals`` would change what both sides agreed on."""
        self.ensure_one()
        order = self.standing_order_id
        if self.delivery_id or order.state == "draft" or order.price_policy != "fixed":
            return False
        changed = self._fields["price"].convert_to_cache(
            vals.get("price", self.price), self
        )
        return (
            bool(self.currency_id.compare_amounts(self.price, changed))
            or vals.get("product_id", self.product_id.id) != self.product_id.id
        )

    def unlink(self):
        self.delivery_id._check_not_ordered()
        return super().unlink()
