from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from odoo.addons.off_hub_network.tools.words import write_number


class OffStandingOrder(models.Model):
    """Standing orders as their customers see them on the website."""

    _inherit = "off.standing.order"

    from_order_id = fields.Many2one(
        "sale.order",
        string="Asked from",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="The order that the customer wanted repeated.",
    )

    _from_order_uniq = models.UniqueIndex(
        "(from_order_id) WHERE from_order_id IS NOT NULL AND state != 'ended'",
        "This order is repeated already.",
    )

    @api.model
    def _get_own(self, partner):
        """What a customer has at all operators, with all rights on it."""
        return self.sudo().search([("partner_id", "=", partner.id)])

    def _get_page_url(self):
        """Override: the customer's page, on the website of the operator."""
        self.ensure_one()
        website = self.env["website"].sudo()
        website = website.search([("company_id", "=", self.company_id.id)], limit=1)
        base = (website or self).get_base_url()
        return f"{base}/my/standing-orders/{self.id}"

    # -- asking for one ----------------------------------------------------------------
    @api.model
    def _get_repeatable(self, order, partner):
        """Whether ``partner`` may ask that ``order`` be repeated."""
        return (
            order.state == "sale"
            and order.partner_id == partner
            and order.off_hub_id.standing_orders != "no"
            and bool(order.off_exchange_id and order.off_slot_id)
        )

    @api.model
    def _get_repeating(self, order):
        """What repeats this order already."""
        return self.sudo().search(
            [("from_order_id", "=", order.id), ("state", "!=", "ended")]
        )

    @api.model
    def _ask_from_order(self, order, quantities, weeks, shortage, until=None):
        """Repeat a validated order from the next cycle on.

        Asked twice it is the same one.

        :param quantities: ``{product.product: quantity}``
        :param weeks: 1 for every cycle, n for every so many weeks
        :param until: date of the last day, None for no end
        :raise UserError: says to the customer what to change
        """
        if there := self._get_repeating(order):
            return there
        if not quantities:
            raise UserError(self.env._("Choose at least one product."))
        self._check_minimums(quantities)
        on_top = {
            offer.product_id: more
            for offer, more in order._off_get_tolerances().items()
        }
        slot, hub = order.off_slot_id, order.off_hub_id
        local = order.off_cycle_id._to_local(slot.date_start)
        start = local.date() + timedelta(days=1)
        if until and until < start:
            raise UserError(
                self.env._(
                    "The last day is before the next delivery: choose one after %s.",
                    format_date(self.env, start),
                )
            )
        asked = self.sudo().create(
            {
                "name": self.env._("Basket"),
                "partner_id": order.partner_id.id,
                "hub_id": hub.id,
                "point_id": slot.point_id.id,
                "weekday_id": self._get_weekday(local).id,
                "hour": local.hour + local.minute / 60,
                "schedule_id": self._get_schedule(order.off_cycle_id).id,
                "rhythm": "weeks" if weeks > 1 else "every",
                "every_weeks": max(weeks, 1),
                "date_start": start,
                "date_end": until,
                "shortage": shortage,
                "from_order_id": order.id,
                "line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "quantity": quantity,
                            "tolerance": on_top.get(product, 0),
                        }
                    )
                    for product, quantity in quantities.items()
                ],
            }
        )
        if hub.standing_orders == "open":
            asked.action_activate()
        else:
            asked.message_post(
                body=self.env._("Asked for by the customer on the website.")
            )
        return asked

    def _check_minimums(self, quantities):
        """:raise UserError: of a product less is wanted than one order must have"""
        lacking = [
            self.env._(
                "%(product)s: %(asked)s asked, at least %(minimum)s",
                product=product.with_context(display_default_code=False).display_name,
                asked=write_number(self.env, quantity),
                minimum=write_number(self.env, product.off_min_qty),
            )
            for product, quantity in quantities.items()
            if quantity and product.uom_id.compare(quantity, product.off_min_qty) < 0
        ]
        if lacking:
            raise UserError("\n".join(lacking))

    def _get_weekday(self, moment):
        return (
            self.env["off.weekday"]
            .sudo()
            .search([("number", "=", moment.weekday())], limit=1)
        )

    def _get_schedule(self, cycle):
        """The schedule that made ``cycle`` and goes on."""
        row = (
            self.env["off.cycle.schedule.date"]
            .sudo()
            .search([("cycle_id", "=", cycle.id)], limit=1)
        )
        schedule = row.schedule_id
        return schedule.filtered(
            lambda one: one.active and max(one.date_ids.mapped("date")) > row.date
        )

    # -- stopping ----------------------------------------------------------------------
    def _is_stoppable(self):
        self.ensure_one()
        return self.state != "ended" and not self.instalment_ids

    def _stop(self):
        """End it at the customer's wish: what is within the notice is still delivered.

        :raise UserError: it is a contract
        """
        self.ensure_one()
        if self.state == "ended":
            return
        if not self._is_stoppable():
            raise UserError(
                self.env._(
                    "This is a contract with instalments: ask the hub to end it."
                )
            )
        last = self._get_today() + timedelta(days=self.notice_days - 1)
        due = self.delivery_ids.filtered(
            lambda one: one.state == "planned" and one.date <= last
        )
        if self.state == "draft" or not due:
            self.action_end()
        else:
            self.date_end = max(due.mapped("date"))
        self.message_post(body=self.env._("Stopped by the customer on the website."))

    # -- showing -----------------------------------------------------------------------
    def _get_rhythm_text(self):
        """How often, for people."""
        self.ensure_one()
        if self.rhythm == "weeks" and self.every_weeks > 1:
            return self.env._("every %s weeks", self.every_weeks)
        if self.rhythm == "dates":
            return self.env._("on chosen days")
        return self.env._("in every sale")

    def _get_portal_deliveries(self):
        """:return: (deliveries to come, earlier ones with the latest first)"""
        self.ensure_one()
        today = self._get_today()
        coming = self.delivery_ids.filtered(lambda one: one.date >= today)
        return coming.sorted("date"), (self.delivery_ids - coming).sorted(
            "date", reverse=True
        )


class OffStandingOrderDelivery(models.Model):
    _inherit = "off.standing.order.delivery"

    def _get_day_text(self):
        self.ensure_one()
        return format_date(self.env, self.date, date_format="EEEE d MMMM y")

    def _get_state_text(self):
        self.ensure_one()
        ordered = self.sale_order_id
        if self.state in ("placed", "partial") and ordered.state == "cancel":
            return self.env._("Cancelled")
        if self.state == "planned" and self.standing_order_id.state == "paused":
            return self.env._("Paused")
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _is_suspendable(self):
        """Whether the customer may use a joker for it now."""
        self.ensure_one()
        order, ordered = self.standing_order_id, self.sale_order_id
        return (
            self._is_in_notice()
            and (order.joker_unlimited or order.jokers_left > 0)
            and order.state != "ended"
            and (
                self.state == "planned"
                or (
                    self.state in ("placed", "partial")
                    and ordered.state == "sale"
                    and self.hub_id.customers_change
                    and ordered._off_is_changeable()
                )
            )
        )

    def _is_resumable(self):
        self.ensure_one()
        return (
            self.state == "joker"
            and self._is_in_notice()
            and self.cycle_id.state in (False, "draft")
        )

    def _has_quantities(self):
        """Whether the customer may choose other quantities for it now."""
        self.ensure_one()
        order = self.standing_order_id
        return (
            self.state == "planned"
            and order.state != "ended"
            and order.customer_quantities
            and self._is_in_notice()
        )

    def _get_change_url(self):
        """Where its order may be changed, on this website, else None."""
        self.ensure_one()
        ordered = self.sale_order_id
        if (
            ordered.state == "sale"
            and self.hub_id.customers_change
            and ordered._off_is_changeable()
        ):
            return f"/cycles/{ordered.off_exchange_id.id}?order={ordered.id}"
        return None

    def _suspend_by_customer(self):
        """:raise UserError: it is too late, or none is left"""
        self._check_notice()
        if self.sale_order_id and not self.hub_id.customers_change:
            raise UserError(
                self.env._("It is ordered already: ask the hub to cancel it.")
            )
        self._suspend()

    def _is_placeable(self):
        """Whether its cycle opened before there was a standing order."""
        self.ensure_one()
        return (
            self.state == "planned"
            and self.standing_order_id.state == "active"
            and self._is_cycle_open()
        )

    def _place_by_customer(self):
        """:raise UserError: it takes no orders"""
        if self.state == "planned":
            self.standing_order_id._check_state("active")
            self._place_now()

    def _resume_by_customer(self):
        self._check_notice()
        self._resume()

    def _set_quantities_by_customer(self, quantities):
        """:param quantities: ``{product.product of the standing order: quantity}``"""
        self._check_notice()
        if not self.standing_order_id.customer_quantities:
            raise UserError(
                self.env._("The hub agreed on fixed quantities: ask it to change them.")
            )
        if self.state != "planned":
            raise UserError(
                self.env._("It is ordered already: change the order itself.")
            )
        if not any(quantities.values()):
            raise UserError(
                self.env._("Choose at least one product, or suspend this delivery.")
            )
        self.standing_order_id._check_minimums(quantities)
        self._set_quantities(quantities)
