from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class Wish(NamedTuple):
    """What a customer is to have of what a hub sells.

    :ivar order: the validated sale.order that changes, empty for a new one
    :ivar quantities: ``{off.offer: quantity in its unit}``; nothing in it cancels
    :ivar tolerances: ``{off.offer: quantity}`` accepted on top, None leaves them
    :ivar prices: ``{off.offer: agreed price of one unit}`` where it is not the hub's
    :ivar values: further ones of a new order
    """

    partner: object
    order: object
    quantities: dict
    slot: object
    tolerances: dict | None = None
    prices: dict | None = None
    values: dict | None = None


class OffExchange(models.Model):
    """Orders of customers in a hub's sale: made, changed, one or many at once."""

    _inherit = "off.exchange"

    # -- one order ---------------------------------------------------------------------
    def _place_order(self, partner, quantities, slot, tolerances=None):
        """Order for ``partner`` and validate, or raise.

        :param quantities: ``{off.offer of this exchange: quantity in its unit}``
        :param tolerances: ``{off.offer: quantity}`` accepted on top
        :raise UserError: says to whoever orders what to change
        """
        order = self._draft_order(partner, quantities, slot, tolerances)
        self._validate_order(order)
        return order

    def _draft_order(self, partner, quantities, slot, tolerances=None):
        """The order that ``_place_order`` validates; nothing is reserved yet."""
        self.ensure_one()
        if not quantities:
            raise UserError(self.env._("Choose at least one product."))
        self._check_slot(slot)
        none = self.env["sale.order"]
        wish = Wish(partner, none, quantities, slot, tolerances)
        return self._create_orders([wish])

    def _validate_order(self, order):
        """Reserve what ``order`` holds, or raise."""
        order.action_confirm()

    def _change_order(self, order, quantities, slot, tolerances=None):
        """Make a validated order what its customer asks for now, or raise and leave it
        as it was.

        :param quantities: ``{off.offer of this exchange: quantity in its unit}``; what
            is not there is not wanted any more
        :param tolerances: ``{off.offer: quantity}`` accepted on top, None to leave them
        :raise UserError: says to whoever orders what to change
        """
        self.ensure_one()
        self._check_slot(slot)
        if not quantities:
            raise UserError(
                self.env._("Nothing is left of your order: cancel it instead.")
            )
        lines, added = self._prepare_change(
            Wish(order.partner_id, order, quantities, slot, tolerances)
        )
        vals = {}
        if lines or added:
            vals["order_line"] = [
                *(Command.update(line.id, changes) for line, changes in lines.items()),
                *map(Command.create, added),
            ]
        if order.off_slot_id != slot:
            vals["off_slot_id"] = slot.id
        if vals:
            order.write(vals)
        return order

    def _check_slot(self, slot):
        if not slot:
            raise UserError(self.env._("Choose where and when you collect your order."))

    # -- many orders -------------------------------------------------------------------
    def _place_orders(self, wishes):
        """Order for many customers and validate, all or nothing.

        :param wishes: list of ``Wish`` without order
        :return: the orders, one for each of ``wishes``
        """
        orders = self._create_orders(wishes)
        orders.action_confirm()
        return orders

    def _create_orders(self, wishes):
        self.ensure_one()
        common = self._prepare_common_line()
        return (
            self.env["sale.order"]
            .with_company(self.company_id)
            .create([self._prepare_order(wish, common) for wish in wishes])
        )

    def _prepare_common_line(self):
        """Values of every line. Odoo looks twice for the analytic distribution of each,
        the same for hundreds of them: it is left out where there is none to be found.
        """
        if self.env["account.analytic.distribution.model"].search_count([], limit=1):
            return {}
        return {"analytic_distribution": False}

    def _prepare_order(self, wish, common):
        """
        :param common: values of every line
        """
        return {
            "partner_id": wish.partner.id,
            "company_id": self.company_id.id,
            "off_exchange_id": self.id,
            "off_slot_id": wish.slot.id,
            "order_line": [
                Command.create({**common, **self._prepare_order_line(wish, offer)})
                for offer in wish.quantities
            ],
            **(wish.values or {}),
        }

    def _prepare_order_line(self, wish, offer):
        vals = {
            "product_id": offer.product_id.id,
            "off_offer_id": offer.id,
            "product_uom_qty": wish.quantities[offer],
        }
        if wish.tolerances and wish.tolerances.get(offer):
            vals["off_tolerance"] = wish.tolerances[offer]
        if wish.prices and offer in wish.prices:
            price = wish.prices[offer]
            vals |= {"price_unit": price, "technical_price_unit": price}
        return vals

    def _prepare_change(self, wish):
        """What has to be written for the order of ``wish`` to become it.

        What was typed for a customer in packs is told in units from then on.

        :return: (``{sale.order.line: values}``, values of lines to create)
        """
        order, none = wish.order, wish.order.order_line.browse()
        by_offer = order.order_line.filtered("off_offer_id").grouped("off_offer_id")
        before = order._off_get_by_offer()
        changed, added = {}, []
        for offer in dict.fromkeys([*before, *wish.quantities]):
            lines = by_offer.get(offer, none)
            asked = wish.quantities.get(offer, 0)
            on_top = self._get_wanted_tolerance(wish, offer, lines)
            if asked != before.get(offer, 0):
                unit = offer.product_id.uom_id
                main = lines.filtered(lambda line, u=unit: line.product_uom_id == u)[:1]
                changed |= {line: {"product_uom_qty": 0} for line in lines - main}
                if main:
                    changed[main] = {"product_uom_qty": asked}
                else:
                    accepted = wish._replace(tolerances={offer: on_top})
                    added.append(self._prepare_order_line(accepted, offer))
            else:
                main = lines[:1]
            for line in lines:
                tolerance = on_top if line == main else 0
                if line.off_tolerance != tolerance:
                    changed.setdefault(line, {})["off_tolerance"] = tolerance
        return changed, added

    def _get_wanted_tolerance(self, wish, offer, lines):
        """What is to be accepted on top of an offer: nothing without anything firm."""
        if not wish.quantities.get(offer):
            return 0
        if wish.tolerances is None:
            return sum(lines.mapped("off_tolerance"))
        return wish.tolerances.get(offer, 0)
