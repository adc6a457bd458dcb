from odoo import api, models

PLANNER_CELL = [
    "exchange_id",
    "incoming_id",
    "price",
    "on_demand",
    "declared_qty",
    "customer_limit",
    "reserved_qty",
]


class OffOrderCycle(models.Model):
    """What each hub makes of the products of a cycle, asked for when it comes into
    sight."""

    _inherit = "off.order.cycle"

    @api.readonly
    def get_planner_cells(self, incoming_ids, exchange_ids=None):
        """What hubs make of products.

        :param incoming_ids: incoming offers of this cycle
        :param exchange_ids: outgoing exchanges, all that the user sees if None
        :return: ``{outgoing exchange: cells}``, in the order of ``incoming_ids``: a
            list ``[offer, price, limit or None, limit per customer, sold]`` where it is
            sold; where it is not, the price that the hub's catalogue gives, or None
            when its catalogue does not sell it
        """
        self.ensure_one()
        self.check_access("read")
        outgoing = self._get_planner_edges()[1]
        if exchange_ids is not None:
            outgoing = outgoing.filtered(lambda edge: edge.id in set(exchange_ids))
        offers = self._get_supplied(incoming_ids)
        sold = self._fetch_planner_cells(outgoing, offers)
        result = {}
        for edge in outgoing:
            prices = self._get_default_prices(edge, offers)
            result[edge.id] = [
                sold.get((edge.id, one), prices.get(one)) for one in incoming_ids
            ]
        return result

    @api.readonly
    def get_planner_prices(self, hub_ids, asked):
        """Prices at which hubs would sell what they do not sell yet.

        :param asked: list of [product, purchase price]
        :return: ``{hub: prices}``, in the order of ``asked``, None where the catalogue
            of the hub does not sell it
        """
        self.ensure_one()
        self.check_access("write")
        Product = self.env["product.product"]
        bases = {Product.browse(product): price for product, price in asked}
        products = Product.union(*bases).exists()
        hubs = self.env["off.hub"].search(
            [("id", "in", hub_ids), ("company_id", "=", self.company_id.id)]
        )
        result = {}
        for hub in hubs:
            terms = self.env["off.catalog.item"]._get_terms(hub, products, bases)
            result[hub.id] = [
                terms[one].price if one in terms and terms[one].visible else None
                for one in bases
            ]
        return result

    def _get_supplied(self, incoming_ids):
        """Incoming offers of this cycle among ids that somebody sent.

        Who sells in the cycle of another operator may choose among them without
        reading what they cost.
        """
        return (
            self.env["off.offer"]
            .sudo()
            .search(
                [
                    ("id", "in", incoming_ids),
                    ("cycle_id", "=", self.id),
                    ("direction", "=", "incoming"),
                ]
            )
        )

    def _fetch_planner_cells(self, outgoing, offers):
        rows = self.env["off.offer"].search_fetch(
            [("exchange_id", "in", outgoing.ids), ("incoming_id", "in", offers.ids)],
            PLANNER_CELL,
            order="id",
        )
        return {
            (row.exchange_id.id, row.incoming_id.id): _describe_cell(row)
            for row in rows
        }

    def _get_default_prices(self, edge, offers):
        """Prices at which the hub of ``edge`` would sell what it does not sell yet.

        :return: ``{incoming offer id: price}`` of what its catalogue sells, and of
            which it may know the price
        """
        if edge.company_id == self.company_id:
            bases = {offer.product_id: offer.price for offer in offers}
        else:
            # What the coordinator pays is its own affair.
            suppliers = edge.hub_id.sudo()._get_suppliers()[edge.hub_id.sudo()]
            offers = offers.filtered(lambda offer: offer.producer_id in suppliers)
            bases = None
        terms = self.env["off.catalog.item"]._get_terms(
            edge.hub_id, offers.product_id, bases
        )
        return {
            offer.id: terms[offer.product_id].price
            for offer in offers
            if terms[offer.product_id].visible
        }


def _describe_cell(offer):
    return [
        offer.id,
        offer.price,
        None if offer.on_demand else offer.declared_qty,
        offer.customer_limit,
        offer.reserved_qty,
    ]
