import logging

from psycopg2.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import split_every

from .off_exchange_bulk import QUIET
from .off_exchange_orders import Wish

_logger = logging.getLogger(__name__)

# Not the fault of a standing order: the whole opening begins anew.
BUSY = (DeadlockDetected, LockNotAvailable, SerializationFailure)
CHUNK = 100


class OffExchange(models.Model):
    """The standing orders of a hub become orders of its cycle."""

    _inherit = "off.exchange"

    def _place_deliveries(self, deliveries):
        """Order what these deliveries want, first accepted first served.

        Each is ordered or refused by itself: its reason is kept with it. Where goods
        are enough they are placed many at once.

        :param deliveries: off.standing.order.delivery of this cycle, still planned
        """
        self.ensure_one()
        edge = self.sudo().with_company(self.company_id).with_context(**QUIET)
        deliveries = deliveries.with_env(edge.env)
        paused = deliveries.filtered(
            lambda delivery: delivery.standing_order_id.state == "paused"
        )
        paused.state = "paused"
        waiting = (deliveries - paused).sorted(
            lambda one: (
                one.standing_order_id.date_accepted or one.create_date,
                one.id,
            )
        )
        if waiting:
            edge._lock_counters()
            for chunk in split_every(CHUNK, edge._fill_baskets(waiting), list):
                edge._place_chunk(chunk)
            waiting._plan_telling()

    def _lock_counters(self):
        """Make other buyers of these goods wait until the subscribers have theirs,
        instead of starting all over again because of one of them."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT id FROM off_availability
             WHERE product_id IN (SELECT product_id FROM off_offer
                                   WHERE exchange_id = %s)
             ORDER BY product_id FOR UPDATE
            """,
            [self.id],
        )
        self.env["off.availability"].invalidate_model(["reserved_qty", "available_qty"])

    # -- ordering ----------------------------------------------------------------------
    def _place_chunk(self, baskets):
        """Order what can be, and say why the others are not."""
        to_order = []
        for basket in baskets:
            if basket.quantities and basket.slot:
                to_order.append(basket)
            else:
                self._refuse(basket)
        self._place_baskets(to_order)

    def _place_baskets(self, baskets):
        """Order them at once; where that fails, halves find those at fault in few
        attempts."""
        if not baskets:
            return
        edge = self
        if len(baskets) == 1:
            lang = baskets[0].delivery.partner_id.lang or self.env.lang
            edge = self.with_context(lang=lang)
        try:
            with self.env.cr.savepoint():
                edge._order_baskets(baskets)
        except BUSY:
            raise
        except Exception as error:
            if len(baskets) == 1:
                edge._note_failure(baskets[0].delivery, error)
                return
            _logger.info("Standing orders are placed in smaller parts: %s", error)
            half = len(baskets) // 2
            self._place_baskets(baskets[:half])
            self._place_baskets(baskets[half:])

    def _note_failure(self, delivery, error):
        """Whatever is wrong with one order, the others and the cycle go on."""
        if isinstance(error, UserError):
            text = error.args[0]
        else:
            _logger.error(
                "%s could not be ordered", delivery.display_name, exc_info=error
            )
            text = self.env._(
                "It could not be ordered because of a fault. The hub was told: ask it, "
                "or order by hand."
            )
        delivery.write({"state": "refused", "explanation": text})

    def _order_baskets(self, baskets):
        orders = self._save_all([self._prepare_basket(basket) for basket in baskets])
        whole = self.env["off.standing.order.delivery"]
        for basket, order in zip(baskets, orders, strict=True):
            basket.delivery.sale_order_id = order
            if basket.short:
                basket.delivery.write(
                    {"state": "partial", "explanation": "\n".join(basket.short)}
                )
            else:
                whole |= basket.delivery
        whole.write({"state": "placed", "explanation": False})

    def _prepare_basket(self, basket):
        """:return: ``Wish``"""
        order = basket.delivery.standing_order_id
        agreed = {}
        if order.price_policy == "fixed":
            prices = basket.delivery._get_prices()
            agreed = {
                offer: prices[offer.product_id]
                for offer in basket.quantities
                if offer.product_id in prices
            }
        return Wish(
            order.partner_id,
            self.env["sale.order"],
            basket.quantities,
            basket.slot,
            basket.tolerances,
            agreed,
            {"origin": order.name},
        )

    def _refuse(self, basket):
        """Say why nothing was ordered."""
        delivery = basket.delivery
        env = self.with_context(lang=delivery.partner_id.lang or self.env.lang).env
        state = "refused"
        if basket.refusal:
            reasons = [basket.refusal]
        elif basket.quantities:
            reasons = [self._tell_no_slot(env, delivery), *basket.short]
        elif basket.short:
            state, reasons = "missing", basket.short
        else:
            reasons = [env._("No product was chosen.")]
        delivery.write({"state": state, "explanation": "\n".join(reasons)})

    def _tell_no_slot(self, env, delivery):
        """Why there is no pickup for it."""
        point = delivery.standing_order_id.point_id
        there = self.slot_ids.filtered(lambda slot: slot.point_id == point)
        if not there:
            return env._("%s: no pickup there this time", point.name)
        if not self._for_customer(delivery.partner_id)._get_shown_slots() & there:
            return env._("%s: you cannot collect there, choose another", point.name)
        return env._("%s: no pickup with a place left this time", point.name)
