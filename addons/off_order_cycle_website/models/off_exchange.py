import math

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import groupby


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

    def _get_order_form(self):
        """What the order page shows, in a number of queries that does not depend on
        how much is offered.

        :return: ``[(producer, rows)]``; a row has the ``offer``, the ``name`` of the
            product with its format, the ``uom`` if it is not sold by the piece, the
            ``price`` with taxes and fees per item, the ``fees`` in it as (name,
            amount), and what is ``left``: a whole number, or None when it is made on
            demand
        """
        self.ensure_one()
        offers = self.env["off.offer"].search_fetch(
            [("exchange_id", "=", self.id)],
            [
                "product_id",
                "producer_id",
                "price",
                "on_demand",
                "declared_qty",
                "reserved_qty",
            ],
        )
        terms = self.env["off.catalog.item"]._get_terms(self.hub_id, offers.product_id)
        offers = offers.filtered(lambda offer: terms[offer.product_id].visible)
        left = self._get_left(offers.product_id, terms)
        prices = self._get_shown_prices(offers)
        unit = self.env.ref("uom.product_uom_unit", raise_if_not_found=False)
        rows = []
        for offer in offers:
            product = offer.product_id.with_context(display_default_code=False)
            rows.append(
                {
                    "offer": offer,
                    "producer": offer.producer_id,
                    "name": product.display_name,
                    "uom": product.uom_id.name if product.uom_id != unit else "",
                    "price": prices[offer].total,
                    "fees": [(fee.name, amount) for fee, amount in prices[offer].fees],
                    "left": self._get_offer_left(offer, left.get(offer.product_id, 0)),
                }
            )
        return [
            (producer, list(group))
            for producer, group in groupby(rows, key=lambda row: row["producer"])
        ]

    def _get_offer_left(self, offer, left):
        """Whole units of an offer that can still be ordered.

        :param left: of its product, None without limit
        """
        limits = [] if left is None else [left]
        if not offer.on_demand:
            limits.append(math.floor(round(offer.available_qty, 6)))
        return min(limits, default=None)

    def _get_left(self, products, terms):
        """``{product: whole units that can still be ordered, None: no limit}``"""
        own = [terms[product].item for product in products if terms[product].item]
        availabilities = self.env["off.availability"].search_fetch(
            [("product_id", "in", products.ids)],
            ["product_id", "on_demand", "declared_qty", "reserved_qty"],
        )
        return {
            row.product_id: None
            if row.on_demand
            # The counters have more digits than whole units need.
            else math.floor(round(row.available_qty, 6))
            for row in [*availabilities, *own]
        }

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
