from collections import defaultdict

from odoo import fields, models


class OffOrderCycle(models.Model):
    """Closing: orders become purchase orders, exactly once."""

    _inherit = "off.order.cycle"

    def action_close(self):
        """Close the cycles that are open.

        A cycle that is closed already is left as it is: a double click, a retry or two
        workers order nothing twice.
        """
        for cycle in self:
            cycle._lock_row()
            if cycle.state in ("closed", "allocated", "distributed", "settled"):
                continue
            cycle._check_state("open")
            cycle.check_access("write")
            cycle._shut_out_buyers()
            # Of all operators that sell in it, whoever of them closes it.
            cycle.sudo()._close()
        return True

    def _close(self):
        self.ensure_one()
        self._expire_carts()
        self.write(
            {
                "state": "closed",
                "closing_number": self.closing_number + 1,
                "date_closed": fields.Datetime.now(),
            }
        )
        orders = self.order_ids.filtered(lambda order: order.state == "sale")
        # A message “Locked” on each order would say what the cycle says once for all.
        orders.with_context(mail_notrack=True).action_lock()
        self._create_purchases()

    def _expire_carts(self):
        """Carts that were not validated in time are cancelled, not deleted: their
        customers find them and may order again."""
        carts = self.order_ids.filtered(lambda order: order.state in ("draft", "sent"))
        carts._action_cancel()

    def _create_purchases(self):
        """One confirmed purchase order per producer and receiving operator, for exactly
        what was ordered."""
        by_exchange = defaultdict(list)
        for offer, price, quantity in self._get_ordered_at_frozen_prices():
            by_exchange[offer.exchange_id].append((offer, price, quantity))
        return self._order_from_producers(by_exchange)

    def _order_from_producers(self, by_exchange):
        """
        :param by_exchange: ``{incoming exchange: list of (offer, price, quantity)}``
        :return: the purchase orders that were made
        """
        exchanges = sorted(by_exchange, key=lambda exchange: exchange.id)
        return (
            self.env["purchase.order"]
            .with_company(self.company_id)
            .with_context(mail_create_nosubscribe=True)
            ._off_make(
                [exchange._prepare_purchase_vals() for exchange in exchanges],
                [
                    exchange._prepare_purchase_lines(by_exchange[exchange])
                    for exchange in exchanges
                ],
            )
        )

    def _get_first_pickup(self):
        return min(self.slot_ids.mapped("date_start"), default=fields.Datetime.now())

    def _get_ordered_at_frozen_prices(self):
        """What validated orders hold, at the purchase price each was validated at: an
        offer whose price was changed meanwhile is bought at both.

        :return: list of (incoming offer, price, quantity in the product's unit)
        """
        quantities = defaultdict(float)
        for line in self._get_lines_to_buy():
            price = line.sudo().off_purchase_price
            quantities[line.off_offer_id.incoming_id, price] += line._off_get_ordered()
        return [
            (offer, price, quantity)
            for (offer, price), quantity in sorted(
                quantities.items(), key=lambda item: (item[0][0].id, item[0][1])
            )
        ]


class OffExchange(models.Model):
    _inherit = "off.exchange"

    def _prepare_purchase_vals(self):
        """Values of the purchase order of this incoming exchange."""
        self.ensure_one()
        return {
            "partner_id": self.producer_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.company_id.currency_id.id,
            "origin": self.cycle_id.name,
            "off_exchange_id": self.id,
            "off_closing_number": self.cycle_id.closing_number,
            "date_planned": self.cycle_id._get_first_pickup(),
        }

    def _prepare_purchase_lines(self, lines):
        """
        :param lines: list of (offer, price, quantity in the product's unit)
        :return: list of values
        """
        planned = self.cycle_id._get_first_pickup()
        return [
            {
                "product_id": offer.product_id.id,
                "name": offer.product_id.display_name,
                "product_qty": quantity,
                "product_uom_id": offer.product_id.uom_id.id,
                "price_unit": price,
                "date_planned": planned,
            }
            for offer, price, quantity in lines
        ]
