import math

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OffExchange(models.Model):
    """What a hub sells in a cycle, as its website shows it and takes orders."""

    _inherit = "off.exchange"

    @api.model
    def _get_website_domain(self, company):
        """Exchanges that have a page on the website of ``company``."""
        return [
            ("direction", "=", "outgoing"),
            ("company_id", "=", company.id),
            ("cycle_id.state", "not in", ("draft", "cancel")),
        ]

    @api.model
    def _get_website_open_domain(self, company):
        """Exchanges in which one can order now."""
        return [
            *self._get_website_domain(company),
            ("cycle_id.state", "=", "open"),
            ("cycle_id.date_close", ">", fields.Datetime.now()),
        ]

    def _place_website_order(self, partner, quantities, slot):
        """Order for ``partner`` and validate, or raise.

        :param quantities: ``{off.offer of this exchange: quantity}``
        :raise UserError: says to the customer what to change
        """
        self.ensure_one()
        if not quantities:
            raise UserError(self.env._("Choose at least one product."))
        if not slot:
            raise UserError(self.env._("Choose where and when you collect your order."))
        order = (
            self.env["sale.order"]
            .with_company(self.company_id)
            .create(
                {
                    "partner_id": partner.id,
                    "company_id": self.company_id.id,
                    "off_exchange_id": self.id,
                    "off_slot_id": slot.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": offer.product_id.id,
                                "off_offer_id": offer.id,
                                "product_uom_qty": quantity,
                            }
                        )
                        for offer, quantity in quantities.items()
                    ],
                }
            )
        )
        order.action_confirm()
        return order

    def _get_last_order(self, partner):
        """The last validated order of ``partner`` at this hub, in another cycle."""
        self.ensure_one()
        return self.env["sale.order"].search(
            [
                ("partner_id", "=", partner.id),
                ("off_hub_id", "=", self.hub_id.id),
                ("off_exchange_id", "!=", self.id),
                ("state", "=", "sale"),
            ],
            order="date_order desc, id desc",
            limit=1,
        )

    def _get_order_again(self, partner):
        """What ``partner`` ordered last at this hub, as far as it is sold here now.

        :return: (``{off.offer: whole units}``, product.product that are not to be had)
        """
        left = self._get_left()
        sold = {offer.product_id: offer for offer in self.env["off.offer"].browse(left)}
        quantities, gone = {}, self.env["product.product"]
        last = self._get_last_order(partner)
        for offer, quantity in last._get_website_quantities().items() if last else ():
            here = sold.get(offer.product_id)
            wanted = math.ceil(round(quantity, 6))
            limit = left[here.id] if here else 0
            if had := wanted if limit is None else min(limit, wanted):
                quantities[here] = had
            elif wanted:
                gone |= offer.product_id
        return quantities, gone

    def _get_changeable_order(self, partner, order_id):
        """The validated order of ``partner`` in this exchange that it may change now
        (rule 11); an empty set where there is none."""
        self.ensure_one()
        order = self.env["sale.order"].search(
            [
                ("id", "=", order_id),
                ("partner_id", "=", partner.id),
                ("off_exchange_id", "=", self.id),
                ("state", "=", "sale"),
            ]
        )
        return order.filtered(
            lambda one: one.off_hub_id.customers_change and one._off_is_changeable()
        )

    def _change_website_order(self, order, quantities, slot):
        """Make a validated order what its customer asks for now, or raise and leave it
        as it was.

        :param quantities: ``{off.offer of this exchange: whole units}``; what is not
            there is not wanted any more
        :raise UserError: says to the customer what to change
        """
        self.ensure_one()
        if not slot:
            raise UserError(self.env._("Choose where and when you collect your order."))
        if not quantities:
            raise UserError(
                self.env._("Nothing is left of your order: cancel it instead.")
            )
        before = order._get_website_quantities()
        commands = []
        for offer in dict.fromkeys([*before, *quantities]):
            asked = quantities.get(offer, 0)
            if asked == before.get(offer, 0):
                continue
            first, *others = order.order_line.filtered(
                lambda line, offer=offer: line.off_offer_id == offer
            ).sorted(lambda line: line.product_uom_id != line.product_id.uom_id) or [
                None
            ]
            # What was typed for the customer in packs is told in units from now on.
            commands += [
                Command.update(line.id, {"product_uom_qty": 0}) for line in others
            ]
            if first and first.product_uom_id == offer.product_id.uom_id:
                commands.append(Command.update(first.id, {"product_uom_qty": asked}))
            else:
                if first:
                    commands.append(Command.update(first.id, {"product_uom_qty": 0}))
                commands.append(
                    Command.create(
                        {
                            "product_id": offer.product_id.id,
                            "off_offer_id": offer.id,
                            "product_uom_qty": asked,
                        }
                    )
                )
        vals = {"order_line": commands} if commands else {}
        if order.off_slot_id != slot:
            vals["off_slot_id"] = slot.id
        if vals:
            order.write(vals)
        return order
