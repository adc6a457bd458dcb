from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_repr


class OffAvailability(models.Model):
    """What a producer declares available of a product, one number for all hubs and
    cycles (rule 3 of docs/domain.md).

    It is a row of its own, not a field of the product, because it is a counter:
    buyers at several hubs raise ``reserved_qty`` at the same time, while others read
    and write the product.
    """

    _name = "off.availability"
    _description = "Availability"
    _rec_name = "product_id"

    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade"
    )
    producer_id = fields.Many2one(
        related="product_id.product_tmpl_id.off_producer_id", store=True, index=True
    )
    declared_qty = fields.Float(
        "Declared",
        digits="Product Unit",
        min_display_digits=1,
        required=True,
        default=0.0,
        help="What the producer says it has, in the product's unit of measure.",
    )
    on_demand = fields.Boolean(help="Grown or made to order: no limit.")
    reserved_qty = fields.Float(
        "Reserved",
        digits="Product Unit",
        min_display_digits=1,
        required=True,
        default=0.0,
        readonly=True,
        help="In validated orders that are not delivered yet, at all operators.",
    )
    available_qty = fields.Float(
        "Available",
        digits="Product Unit",
        min_display_digits=1,
        compute="_compute_available_qty",
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

    @api.depends("declared_qty", "reserved_qty")
    def _compute_available_qty(self):
        for availability in self:
            availability.available_qty = max(
                availability.declared_qty - availability.reserved_qty, 0.0
            )

    def write(self, vals):
        if "reserved_qty" in vals and not self.env.su:
            raise AccessError(
                self.env._(
                    "What is reserved follows the orders and is not written by hand."
                )
            )
        return super().write(vals)

    @api.model
    def _reserve(self, quantities):
        """Reserve ``quantities`` or nothing.

        The check and the change are one statement per row: at Odoo's isolation level
        "read, then write" would sell the last unit twice. Rows are taken in the order
        of their ids, so that two buyers never wait for each other in a ring.

        :param quantities: ``{product.product: quantity}`` in the product's unit;
            negative quantities are given back
        :raise UserError: names each product that is short and what is left of it
        """
        self.flush_model()
        short = [
            product
            for product, quantity in sorted(
                quantities.items(), key=lambda item: item[0].id
            )
            if quantity and not self._move_reserved(product, quantity)
        ]
        self.invalidate_model(["reserved_qty", "available_qty"])
        if short:
            raise UserError(self._get_short_message(short, quantities))

    def _move_reserved(self, product, quantity):
        quantity = self._to_decimal(quantity)
        self.env.cr.execute(
            """
            UPDATE off_availability
               SET reserved_qty = GREATEST(reserved_qty + %(quantity)s, 0)
             WHERE product_id = %(product)s
               AND (%(quantity)s <= 0
                    OR on_demand
                    OR reserved_qty + %(quantity)s <= declared_qty)
            """,
            {"quantity": quantity, "product": product.id},
        )
        return bool(self.env.cr.rowcount)

    @api.model
    def _hand_over(self, reserved, delivered):
        """Delivered goods leave both numbers, once.

        :param reserved: ``{product.product: quantity}`` that the orders held
        :param delivered: ``{product.product: quantity}`` that was handed over
        """
        self.flush_model()
        for product in sorted(reserved.keys() | delivered.keys(), key=lambda p: p.id):
            self.env.cr.execute(
                """
                UPDATE off_availability
                   SET reserved_qty = GREATEST(reserved_qty - %s, 0),
                       declared_qty = GREATEST(declared_qty - %s, 0)
                 WHERE product_id = %s
                """,
                [
                    self._to_decimal(reserved.get(product, 0.0)),
                    self._to_decimal(delivered.get(product, 0.0)),
                    product.id,
                ],
            )
        self.invalidate_model(["reserved_qty", "declared_qty", "available_qty"])

    def _to_decimal(self, quantity):
        # Counters are exact: 0.1 + 0.2 must not exceed 0.3.
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(quantity, digits))

    def _get_short_message(self, products, quantities):
        rows = {
            row.product_id: row
            for row in self.sudo().search(
                [("product_id", "in", [product.id for product in products])]
            )
        }
        lines = []
        for product in products:
            left = rows[product].available_qty if product in rows else 0.0
            lines.append(
                self.env._(
                    "%(product)s: %(asked)s asked, %(left)s left",
                    product=product.display_name,
                    asked=f"{quantities[product]:g}",
                    left=f"{left:g}",
                )
            )
        return self.env._(
            "There is not enough left. Lower these quantities and try again:\n%s",
            "\n".join(lines),
        )
