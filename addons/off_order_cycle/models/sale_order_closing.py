from collections import defaultdict
from decimal import Decimal

from odoo import models

from ..tools.closing import CLOSING, LATER


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _off_is_changeable(self):
        """Extends: closing makes orders what they get, after the last hour."""
        if self.env.context.get("off_closing") is CLOSING:
            return True
        return super()._off_is_changeable()

    def _off_check_minimums(self):
        """Extends: what closing leaves is not asked by anybody."""
        if self.env.context.get("off_closing") is CLOSING:
            return None
        return super()._off_check_minimums()


class SaleOrderLine(models.Model):
    """Lines become what they get when their cycle closes."""

    _inherit = "sale.order.line"

    def _off_set_shares(self, shares):
        """Write what these lines get; counters and fees follow, all at once.

        :param shares: ``{order line: quantity in the product's unit}``
        """
        before = self._off_get_quantities()
        quiet = self.with_context(
            off_closing=CLOSING, off_drawn=CLOSING, off_fees=LATER
        )
        for line in quiet:
            line.write(line._off_prepare_share(shares[line]))
        after = self._off_get_quantities()
        self.with_context(off_closing=CLOSING)._off_draw(
            {key: after[key] - before[key] for key in after}
        )
        self.order_id._off_update_fees()

    def _off_prepare_share(self, share):
        """Values by which a line asks for ``share``: of a pack that is no longer whole,
        in the product's unit."""
        pack, unit = self.product_uom_id, self.product_id.uom_id
        if pack == unit:
            return {"product_uom_qty": float(share)}
        size = self._off_to_decimal(pack._compute_quantity(1.0, unit))
        if size and not share % size:
            return {"product_uom_qty": float(share / size)}
        return {"product_uom_id": unit.id, "product_uom_qty": float(share)}

    def _off_draw(self, quantities, slots=None):
        """Extends: what closing changes is drawn at once, not line by line."""
        if self.env.context.get("off_drawn") is not CLOSING:
            return super()._off_draw(quantities, slots)

    def _update_line_quantity(self, values):
        # The customer is told why, for the whole order.
        if self.env.context.get("off_closing") is not CLOSING:
            return super()._update_line_quantity(values)

    def _off_get_places(self):
        """The exchanges that a line goes through: its producer's and its hub's."""
        offer = self.off_offer_id
        if self.off_warehouse_id:
            return (offer.exchange_id,)
        return (offer.incoming_id.exchange_id, offer.exchange_id)

    def _off_get_source(self):
        """:return: the incoming offer of what is ordered from a producer, else the
        catalogue item from whose stock it comes, which has no packs to fill"""
        if self.off_warehouse_id:
            return self.off_stock_item_id
        return self.off_offer_id.incoming_id

    # -- what of a tolerance can be used ------------------------------------------
    def _off_get_usable_tolerances(self, terms):
        """What these lines may get on top, as far as there is some: what the producer
        has, the limit of the offer and that of the customer hold for it too.

        :param terms: ``{incoming offer: engine.closing.Terms}``
        :return: ``{order line: quantity in the product's unit}``, first come first
            served
        """
        lines = self.filtered(
            lambda line: line.off_tolerance and line._off_get_source() in terms
        )
        left = lines._off_get_left_on_top()
        had = self._off_get_had(lines.off_offer_id.filtered("customer_limit"))
        usable = {}
        for line in lines:
            offer = line.off_offer_id
            limits = [line._off_to_decimal(line.off_tolerance)]
            counters = [one for one in line._off_get_counters() if one in left]
            limits += [left[counter] for counter in counters]
            customer = (offer, line.order_partner_id.commercial_partner_id)
            if offer.customer_limit:
                limit = line._off_to_decimal(offer.customer_limit)
                limits.append(limit - had[customer])
            usable[line] = quantity = max(min(limits), Decimal(0))
            had[customer] += quantity
            for counter in counters:
                left[counter] -= quantity
        return usable

    def _off_get_counters(self):
        self.ensure_one()
        return (self.off_stock_item_id or self.product_id, self.off_offer_id)

    def _off_get_left_on_top(self):
        """:return: ``{product, off.catalog.item or off.offer: Decimal}`` of those that
        have a limit"""
        rows = self.env["off.availability"].search(
            [("product_id", "in", self.product_id.ids)]
        )
        counters = {row.product_id: row for row in rows}
        counters |= {one: one for one in (*self.off_stock_item_id, *self.off_offer_id)}
        return {
            key: self._off_to_decimal(row.available_qty)
            for key, row in counters.items()
            if not row.on_demand
        }

    def _off_get_had(self, offers):
        """:return: ``{(offer, commercial partner): Decimal}`` ordered of ``offers`` in
        these lines"""
        had = defaultdict(Decimal)
        for line in self:
            if line.off_offer_id in offers:
                key = line.off_offer_id, line.order_partner_id.commercial_partner_id
                had[key] += line._off_to_decimal(line._off_get_ordered())
        return had
