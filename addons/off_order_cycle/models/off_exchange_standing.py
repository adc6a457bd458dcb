import logging

from psycopg2.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import split_every

_logger = logging.getLogger(__name__)

# Not the fault of a standing order: the whole opening begins anew.
BUSY = (DeadlockDetected, LockNotAvailable, SerializationFailure)
CHUNK = 50
# Nobody follows hundreds of orders one by one.
QUIET = {
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "tracking_disable": True,
}


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
            lambda one: (one.standing_order_id.date_accepted, one.id)
        )
        if waiting:
            edge._lock_counters()
            for chunk in split_every(CHUNK, edge._fill_baskets(waiting), list):
                edge._place_chunk(chunk)
            edge._tell_deliveries(waiting)

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
        """Order them at once; where that fails, each by itself."""
        to_order = []
        for basket in baskets:
            if basket.quantities and basket.slot:
                to_order.append(basket)
            else:
                self._refuse(basket)
        if not to_order:
            return
        try:
            with self.env.cr.savepoint():
                self._order_baskets(to_order)
        except BUSY:
            raise
        except Exception as error:
            _logger.info("Standing orders are placed one by one: %s", error)
            for basket in to_order:
                self._place_alone(basket)

    def _place_alone(self, basket):
        lang = basket.delivery.partner_id.lang or self.env.lang
        edge = self.with_context(lang=lang)
        try:
            with self.env.cr.savepoint():
                edge._order_baskets([basket])
        except BUSY:
            raise
        except UserError as error:
            basket.delivery.write({"state": "refused", "explanation": error.args[0]})
        except Exception:
            # Whatever is wrong with one order, the others and the cycle go on.
            _logger.exception("%s could not be ordered", basket.delivery.display_name)
            basket.delivery.write(
                {
                    "state": "refused",
                    "explanation": edge.env._(
                        "It could not be ordered because of a fault. The hub was "
                        "told: ask it, or order by hand."
                    ),
                }
            )

    def _order_baskets(self, baskets):
        common = self._prepare_common_line()
        orders = self.env["sale.order"].create(
            [self._prepare_standing_order(basket, common) for basket in baskets]
        )
        orders.action_confirm()
        for basket, order in zip(baskets, orders, strict=True):
            basket.delivery.write(
                {
                    "state": "partial" if basket.short else "placed",
                    "explanation": "\n".join(basket.short) or False,
                    "sale_order_id": order.id,
                }
            )

    def _prepare_common_line(self):
        """Values of every line. Odoo looks twice for the analytic distribution of each,
        the same for hundreds of them: it is left out where there is none to be found.
        """
        if self.env["account.analytic.distribution.model"].search_count([], limit=1):
            return {}
        return {"analytic_distribution": False}

    def _prepare_standing_order(self, basket, common):
        order = basket.delivery.standing_order_id
        prices = basket.delivery._get_prices() if order.price_policy == "fixed" else {}
        lines = []
        for offer, quantity in basket.quantities.items():
            vals = {
                **common,
                "product_id": offer.product_id.id,
                "off_offer_id": offer.id,
                "product_uom_qty": quantity,
            }
            if offer.product_id in prices:
                price = prices[offer.product_id]
                vals |= {"price_unit": price, "technical_price_unit": price}
            lines.append(Command.create(vals))
        return {
            "partner_id": order.partner_id.id,
            "company_id": self.company_id.id,
            "off_exchange_id": self.id,
            "off_slot_id": basket.slot.id,
            "origin": order.name,
            "order_line": lines,
        }

    def _refuse(self, basket):
        """Say why nothing was ordered."""
        delivery = basket.delivery
        env = self.with_context(lang=delivery.partner_id.lang or self.env.lang).env
        if basket.quantities:
            state = "refused"
            point = delivery.standing_order_id.point_id.name
            reasons = [
                env._("%s: no pickup with a place left this time", point),
                *basket.short,
            ]
        elif basket.short:
            state, reasons = "missing", basket.short
        else:
            state, reasons = "refused", [env._("No product was chosen.")]
        delivery.write({"state": state, "explanation": "\n".join(reasons)})

    def _tell_deliveries(self, deliveries):
        """Mails that cannot be written hinder no opening, but are told."""
        try:
            with self.env.cr.savepoint():
                deliveries._tell_placed()
        except BUSY:
            raise
        except Exception as error:
            _logger.exception("Customers of standing orders were not told")
            self.cycle_id.message_post(
                body=self.env._(
                    "The customers could not be told what became of their standing "
                    "orders: %s",
                    error,
                )
            )
