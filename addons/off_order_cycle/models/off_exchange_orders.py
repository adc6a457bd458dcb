from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


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
        accepting = self._with_tolerances(tolerances)
        return accepting._create_orders([(partner, quantities, slot)])

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
        accepting = self._with_tolerances(tolerances)
        lines, added = accepting._prepare_change(order, quantities)
        on_top = order._off_prepare_tolerances(tolerances)
        vals = {}
        if lines or added or on_top:
            vals["order_line"] = [
                *(
                    Command.update(line.id, {"product_uom_qty": quantity})
                    for line, quantity in lines.items()
                ),
                *map(Command.create, added),
                *on_top,
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

        :param wishes: ``[(res.partner, {off.offer: quantity}, off.pickup.slot)]``
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
            .create([self._prepare_order(*wish, common) for wish in wishes])
        )

    def _prepare_order(self, partner, quantities, slot, common):
        """
        :param common: values of every line
        """
        return {
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "off_exchange_id": self.id,
            "off_slot_id": slot.id,
            "order_line": [
                Command.create({**common, **self._prepare_order_line(offer, quantity)})
                for offer, quantity in quantities.items()
            ],
        }

    def _prepare_order_line(self, offer, quantity):
        return {
            "product_id": offer.product_id.id,
            "off_offer_id": offer.id,
            "product_uom_qty": quantity,
        }

    def _prepare_change(self, order, quantities):
        """What has to be written for ``order`` to have these quantities.

        What was typed for a customer in packs is told in units from then on.

        :param quantities: ``{off.offer: quantity in its unit}``, all that is wanted
        :return: (``{sale.order.line: its quantity}``, values of lines to create)
        """
        by_offer = order.order_line.filtered("off_offer_id").grouped("off_offer_id")
        before = order._off_get_by_offer()
        changed, added = {}, []
        for offer in dict.fromkeys([*before, *quantities]):
            asked = quantities.get(offer, 0)
            if asked == before.get(offer, 0):
                continue
            unit = offer.product_id.uom_id
            lines = by_offer.get(offer, order.order_line.browse()).sorted(
                lambda line, unit=unit: line.product_uom_id != unit
            )
            in_units = lines[:1].filtered(
                lambda line, unit=unit: line.product_uom_id == unit
            )
            changed |= dict.fromkeys(lines - in_units, 0)
            if in_units:
                changed[in_units] = asked
            else:
                added.append(self._prepare_order_line(offer, asked))
        return changed, added
