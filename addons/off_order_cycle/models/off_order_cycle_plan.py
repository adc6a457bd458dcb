from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import UserError


class OffOrderCycle(models.Model):
    """Planning: what a cycle offers, and clones."""

    _inherit = "off.order.cycle"

    def action_fill_offers(self):
        """Offer all that the coordinator's producers have available, at their price.

        Offers that are there stay as they are; hubs and slots too.
        """
        for cycle in self:
            cycle._check_state("draft")
            cycle._fill_incoming()
            cycle._fill_outgoing()
        return True

    def _fill_incoming(self):
        hub = self.coordinator_id
        producers = hub._get_suppliers()[hub]
        missing = producers - self.incoming_ids.producer_id
        self.env["off.exchange"].create(
            [
                {
                    "cycle_id": self.id,
                    "direction": "incoming",
                    "producer_id": producer.id,
                    "hub_id": hub.id,
                }
                for producer in missing
            ]
        )
        exchanges = {exchange.producer_id: exchange for exchange in self.incoming_ids}
        known = self.incoming_ids.offer_ids.product_id
        self.env["off.offer"].create(
            [
                {
                    "exchange_id": exchanges[product.off_producer_id].id,
                    "product_id": product.id,
                    "price": product.off_price,
                }
                for product in self._get_available_products(producers) - known
            ]
        )

    def _get_available_products(self, producers):
        """Products that the producers can supply by the time the cycle closes."""
        day = fields.Date.context_today(self, self.date_close)
        rows = self.env["off.availability"].search(
            [
                ("producer_id", "in", producers.ids),
                ("product_id.active", "=", True),
                "|",
                ("product_id.off_available_on", "=", False),
                ("product_id.off_available_on", "<=", day),
                "|",
                ("on_demand", "=", True),
                ("declared_qty", ">", 0),
            ]
        )
        available = rows.filtered(lambda row: row.on_demand or row.available_qty > 0)
        return available.product_id | self._get_stocked_products(producers)

    def _get_stocked_products(self, producers):
        """Products that the coordinator sells from a stock of its own."""
        items = self.env["off.catalog.item"].search(
            [
                ("hub_id", "=", self.coordinator_id.id),
                ("own_stock", "=", True),
                ("producer_id", "in", producers.ids),
                ("product_id.active", "=", True),
            ]
        )
        return items.filtered(
            lambda item: item.applies and item.available_qty > 0
        ).product_id

    def _fill_outgoing(self):
        if not self.outgoing_ids:
            self.env["off.exchange"].create(
                {
                    "cycle_id": self.id,
                    "direction": "outgoing",
                    "hub_id": self.coordinator_id.id,
                    "fee_ids": [
                        fields.Command.set(
                            self.coordinator_id._get_default_fees("outgoing").ids
                        )
                    ],
                }
            )
        incoming = self.incoming_ids.offer_ids
        self.env["off.offer"].create(
            [
                vals
                for exchange in self.outgoing_ids
                for vals in self._prepare_outgoing_offers(exchange, incoming)
            ]
        )

    def _prepare_outgoing_offers(self, exchange, incoming):
        """Values of what the hub of ``exchange`` sells of the ``incoming`` offers: its
        catalogue says at which price, and what it does not sell (rule 2)."""
        missing = incoming.filtered(
            lambda offer: offer.product_id not in exchange.offer_ids.product_id
        )
        terms = self.env["off.catalog.item"]._get_terms(
            exchange.hub_id,
            missing.product_id,
            {offer.product_id: offer.price for offer in missing},
        )
        return [
            {
                "exchange_id": exchange.id,
                "product_id": offer.product_id.id,
                "incoming_id": offer.id,
                "price": terms[offer.product_id].price,
            }
            for offer in missing
            if terms[offer.product_id].visible
        ]

    # -- days and hours ----------------------------------------------------------------
    def _to_local(self, moment):
        """A stored moment by the clock on the wall of the operator."""
        zone = ZoneInfo(self.company_id._off_get_tz())
        return moment.replace(tzinfo=UTC).astimezone(zone)

    def _shift(self, moment, days):
        """The same hour so many days later, whatever summer time does."""
        local = self._to_local(moment) + timedelta(days=days)
        return local.astimezone(UTC).replace(tzinfo=None)

    def _get_pickup_day(self):
        """
        :return: date of the first pickup
        :raise UserError: there is none
        """
        self.ensure_one()
        if not self.slot_ids:
            raise UserError(
                self.env._(
                    "%s has no pickup: a schedule repeats the day on which goods are "
                    "handed over.",
                    self.name,
                )
            )
        return self._to_local(min(self.slot_ids.mapped("date_start"))).date()

    def copy_data(self, default=None):
        """A clone has the exchanges, offers and slots, no dates and no orders: it
        opens when the original closes, for as long."""
        result = super().copy_data(default)
        for cycle, vals in zip(self, result, strict=True):
            vals.setdefault("date_open", cycle.date_close)
            vals.setdefault(
                "date_close", cycle.date_close + (cycle.date_close - cycle.date_open)
            )
            vals.setdefault("name", self.env._("%s (copy)", cycle.name))
        return result

    def copy(self, default=None):
        copies = super().copy(default)
        for cycle, clone in zip(self, copies, strict=True):
            cycle._copy_exchanges(clone)
        return copies

    def _copy_exchanges(self, clone):
        """Copy both sides of this cycle to ``clone``, without the producers that no
        longer let their hub order from them."""
        suppliers = self.incoming_ids.hub_id._get_suppliers()
        shift = self._get_shift(clone)
        supplied = {}
        for edge in self.incoming_ids:
            if edge.producer_id in suppliers[edge.hub_id]:
                twin = edge.copy({"cycle_id": clone.id})
                supplied |= edge._copy_offers(twin, edge.offer_ids)
        # Whoever else sells here says itself whether it sells in another cycle.
        for edge in self.outgoing_ids.filtered(
            lambda edge: edge.company_id == self.company_id
        ):
            twin = edge.copy({"cycle_id": clone.id})
            kept = edge.offer_ids.filtered(lambda offer: offer.incoming_id in supplied)
            edge._copy_offers(twin, kept, supplied)
            edge._copy_slots(twin, shift)

    def _get_shift(self, clone):
        """:return: by how many days ``clone`` is later"""
        days = [self._to_local(cycle.date_close).date() for cycle in (self, clone)]
        return (days[1] - days[0]).days
