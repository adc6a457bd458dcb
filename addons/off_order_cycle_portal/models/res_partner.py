from odoo import models

MAX_ORDERS = 50


class ResPartner(models.Model):
    """What a producer sees of the sales of its products: quantities for each hub,
    never who bought, what the hub takes for it, or the goods of others."""

    _inherit = "res.partner"

    def _off_get_coming_up(self):
        """What is ordered so far of the user's own member, in cycles that are open.

        :return: list of dicts, the first to close first: ``cycle``, ``hubs`` (list of
            ``{"hub", "lines"}``) and ``lines`` (all hubs together); a line is
            ``(name, quantity)``
        """
        self._off_check_own()
        offers = (
            self.env["off.offer"]
            .sudo()
            .search(
                [
                    ("producer_id", "=", self.id),
                    ("direction", "=", "outgoing"),
                    ("cycle_id.state", "=", "open"),
                ]
            )
        )
        quantities = offers._get_ordered_quantities()
        cycles = offers.cycle_id.sorted("date_close")
        return [
            self._off_prepare_coming_up(cycle, offers, quantities) for cycle in cycles
        ]

    def _off_prepare_coming_up(self, cycle, offers, quantities):
        offers = offers.filtered(lambda offer: offer.cycle_id == cycle)
        hubs = offers.exchange_id.hub_id.sorted("name")
        return {
            "cycle": cycle,
            "lines": self._off_sum_by_product(offers, quantities),
            "hubs": [
                {
                    "hub": hub,
                    "lines": self._off_sum_by_product(
                        offers.filtered_domain([("exchange_id.hub_id", "=", hub.id)]),
                        quantities,
                    ),
                }
                for hub in hubs
            ],
        }

    def _off_sum_by_product(self, offers, quantities):
        """Lines of what is ordered, by name; 0 of what is only on sale."""
        totals = {}
        for offer in offers:
            product = offer.product_id.with_context(display_default_code=False)
            totals[product] = totals.get(product, 0.0) + quantities.get(offer, 0.0)
        write = self.env["product.product"]._off_write_quantity
        return sorted(
            (product.display_name, write(quantity))
            for product, quantity in totals.items()
        )

    def _off_get_purchases(self):
        """Purchase orders to the user's own member, of all operators, newest first.

        :return: purchase.order with all rights
        """
        self._off_check_own()
        return (
            self.env["purchase.order"]
            .sudo()
            .search(
                [
                    ("partner_id", "child_of", self.id),
                    ("state", "in", ("purchase", "cancel")),
                ],
                order="date_order desc, id desc",
                limit=MAX_ORDERS,
            )
        )

    def _off_write_number(self, quantity):
        return self.env["product.product"]._off_write_quantity(quantity)
