from odoo import models
from odoo.exceptions import UserError

# Of the others only their server knows the price, once there is an order.
KNOWN = ("fixed", "base_on_rule")


class OffPickupSlot(models.Model):
    """What it costs to bring an order home, told while one chooses."""

    _inherit = "off.pickup.slot"

    def _quote_delivery(self, quantities, amount, partner, address):
        """
        :param quantities: ``{off.offer: quantity in the product's unit}``
        :param amount: of the goods and their fees, taxes included
        :param partner: the customer, empty for a visitor
        :param address: res.partner to whom it is brought, empty where nobody said so
        :return: (price taxes included, None where it is known with the order only; why
            it cannot be brought there, or nothing)
        """
        self.ensure_one()
        order = self._prepare_quoted_order(quantities, amount, partner, address)
        reason = ""
        if partner and quantities:
            try:
                order._off_check_address()
            except UserError as error:
                reason = error.args[0]
        return order._off_get_delivery_price(), reason

    def _prepare_quoted_order(self, quantities, amount, partner, address):
        vals = {
            "company_id": self.company_id.id,
            "off_exchange_id": self.exchange_id.id,
            "off_slot_id": self.id,
            "partner_id": partner.id,
            "order_line": [
                (
                    0,
                    0,
                    {
                        "product_id": offer.product_id.id,
                        "off_offer_id": offer.id,
                        "product_uom_qty": quantity,
                    },
                )
                for offer, quantity in quantities.items()
            ],
        }
        if address:
            vals["partner_shipping_id"] = address.id
        Order = self.env["sale.order"].sudo().with_company(self.company_id)
        return Order.with_context(off_goods_amount=amount).new(vals)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _off_get_delivery_price(self):
        """:return: what this order, which is only thought of, pays for its delivery;
        None where that is known with the order only"""
        self.ensure_one()
        carrier = self._off_get_carrier().with_context(off_anywhere=True)
        if carrier.delivery_type not in KNOWN:
            return None
        rate = carrier.rate_shipment(self)
        if not rate["success"]:
            return None
        line = self._prepare_delivery_line_vals(carrier, rate["price"])
        taxes = self.env["account.tax"].browse(line["tax_ids"][0][2])
        return carrier._off_add_taxes(
            rate["price"], self.company_id, taxes, self.partner_shipping_id
        )

    def _compute_amount_total_without_delivery(self):
        """Extends delivery: goods and their fees make a delivery free, not what is
        given with an order; and what pays it does not make it cost again."""
        if not self.off_exchange_id:
            return super()._compute_amount_total_without_delivery()
        if "off_goods_amount" in self.env.context:
            return self.env.context["off_goods_amount"]
        lines = self.order_line.filtered(
            lambda line: line.off_offer_id or line.off_is_fee
        )
        return sum(lines.mapped("price_total"))
