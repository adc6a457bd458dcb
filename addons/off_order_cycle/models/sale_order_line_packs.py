from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools.closing import CLOSING


class SaleOrderLine(models.Model):
    """Lines of a cycle that are ordered by the pack. Offers, counters, purchases and
    allocations know the product's unit only: all is told in it here."""

    _inherit = "sale.order.line"

    @api.constrains("product_id", "product_uom_id", "off_offer_id")
    def _check_off_unit(self):
        for line in self.filtered("off_offer_id"):
            unit, other = line.product_id.uom_id, line.product_uom_id
            if not other._has_common_reference(unit):
                raise ValidationError(
                    self.env._(
                        "%(order)s: %(product)s is sold in %(unit)s and cannot be "
                        "counted in %(other)s. Choose %(unit)s or one of its packs.",
                        order=line.order_id.name,
                        product=line.product_id.display_name,
                        unit=unit.name,
                        other=other.name,
                    )
                )

    @api.constrains(
        "product_uom_qty", "product_uom_id", "off_tolerance", "off_offer_id"
    )
    def _check_off_pieces(self):
        if self.env.context.get("off_closing") is CLOSING:
            # Closing gives what can be given; nothing that was written before this was
            # asked of it holds it up.
            return
        for line in self.filtered("off_offer_id"):
            for unit, quantity in (
                (line.product_uom_id, line.product_uom_qty),
                (line.product_id.uom_id, line.off_tolerance),
            ):
                if not unit._off_has(quantity):
                    raise ValidationError(
                        self.env._(
                            "%(order)s: %(reason)s",
                            order=line.order_id.name,
                            reason=unit._off_say_has_not(line.product_id, quantity),
                        )
                    )

    def _off_get_ordered(self):
        """What a line asks for, in the product's unit: 12 of two packs of 6."""
        return self.product_uom_id._compute_quantity(
            self.product_uom_qty, self.product_id.uom_id
        )

    def _off_get_delivered(self):
        """What a line was given, in the product's unit."""
        return sum(
            self.off_allocation_ids.filtered("date_delivered").mapped("quantity")
        )

    def _off_set_price(self, price, unit=None):
        """Set the price of a line for the unit that it is ordered in.

        :param price: for one ``unit``, by default that of the product, as in offers
        """
        unit = unit or self.product_id.uom_id
        self.price_unit = unit._compute_price(price, self.product_uom_id)
        self.technical_price_unit = self.price_unit

    def _prepare_invoice_line(self, **optional_values):
        """Extends sale: what was given of a pack that came short is invoiced in the
        product's unit. 7 of 12 are no exact number of packs, and would cost a cent more
        or less than they should."""
        vals = super()._prepare_invoice_line(**optional_values)
        pack, unit = self.product_uom_id, self.product_id.uom_id
        if not self.off_offer_id or pack == unit or "quantity" in optional_values:
            return vals
        if not pack.is_zero(self.qty_to_invoice - round(self.qty_to_invoice)):
            vals.update(
                quantity=self._off_get_delivered() - self._off_get_invoiced(),
                product_uom_id=unit.id,
                price_unit=pack._compute_price(self.price_unit, unit),
            )
        return vals

    def _off_get_invoiced(self):
        """What of a line was invoiced and not credited, in the product's unit."""
        return sum(
            line.product_uom_id._compute_quantity(line.quantity, self.product_id.uom_id)
            * -line.move_id.direction_sign
            for line in self._get_invoice_lines()
            if line.move_id.state != "cancel"
        )
