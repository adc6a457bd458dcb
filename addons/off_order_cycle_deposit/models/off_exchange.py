from collections import defaultdict

from odoo import models

from ..engine.deposits import count_containers


class OffExchange(models.Model):
    """Deposits of what is not ordered yet."""

    _inherit = "off.exchange"

    def _quote_others(self, quantities, order=None):
        """Extends: the deposits on the containers of these goods. A validated order
        keeps those that it has at their price (rule 10)."""
        others = super()._quote_others(quantities, order)
        frozen = {}
        if order:
            for line in order.sudo().order_line.filtered("off_offer_id"):
                frozen[line.off_offer_id] = line._off_get_container()
        totals, currency = defaultdict(float), self.company_id.currency_id
        for offer, quantity in quantities.items():
            offer = offer.sudo()
            terms = frozen.get(offer) or offer.product_id._off_get_deposit()
            container, each, price = terms
            if container:
                number = count_containers(quantity, each)
                totals[container] += number * currency.round(price)
        return others + [
            (
                self.env._(
                    "Deposit: %s",
                    container.with_context(
                        lang=self.env.lang, display_default_code=False
                    ).display_name,
                ),
                currency.round(total),
            )
            for container, total in totals.items()
        ]
