import math

from odoo import api, fields, models


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
        for offer, quantity in last._off_get_by_offer().items() if last else ():
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

    def _prepare_order(self, wish, common):
        vals = super()._prepare_order(wish, common)
        if key := self.env.context.get("off_form_key"):
            vals["off_form_key"] = key
        return vals
