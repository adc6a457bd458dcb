from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SaleOrder(models.Model):
    """An order of a cycle: reserved when validated, without stock moves of its own."""

    _inherit = "sale.order"

    off_exchange_id = fields.Many2one(
        "off.exchange",
        string="Sold by",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('direction', '=', 'outgoing'), ('company_id', '=', company_id)]",
        help="The hub's side of the order cycle that this order belongs to.",
    )
    off_cycle_id = fields.Many2one(
        related="off_exchange_id.cycle_id",
        string="Order cycle",
        store=True,
        index="btree_not_null",
    )
    off_hub_id = fields.Many2one(
        related="off_exchange_id.hub_id", string="Hub", store=True
    )
    off_slot_id = fields.Many2one(
        "off.pickup.slot",
        string="Pickup",
        ondelete="restrict",
        copy=False,
        domain="[('exchange_id', '=', off_exchange_id)]",
    )

    @api.constrains("off_exchange_id", "off_slot_id", "company_id")
    def _check_off_exchange(self):
        for order in self:
            if not order.off_exchange_id:
                continue
            if order.off_exchange_id.company_id != order.company_id:
                raise ValidationError(
                    self.env._(
                        "%(order)s belongs to %(company)s, but %(hub)s is run by "
                        "%(operator)s: order in a cycle of the same operator.",
                        order=order.name,
                        company=order.company_id.name,
                        hub=order.off_hub_id.name,
                        operator=order.off_exchange_id.company_id.name,
                    )
                )
            if order.off_slot_id and order.off_slot_id.exchange_id != (
                order.off_exchange_id
            ):
                raise ValidationError(
                    self.env._(
                        "The pickup %(slot)s is not one of %(hub)s in this cycle: "
                        "choose another.",
                        slot=order.off_slot_id.display_name,
                        hub=order.off_hub_id.name,
                    )
                )

    # -- validating, changing, cancelling ---------------------------------------
    def _confirmation_error_message(self):
        self.ensure_one()
        if message := super()._confirmation_error_message():
            return message
        if not self.off_cycle_id:
            return False
        if not self._off_is_changeable():
            return self.env._(
                "%(order)s can no longer be validated: %(cycle)s is not open for "
                "orders.",
                order=self.name,
                cycle=self.off_cycle_id.name,
            )
        if not self.off_slot_id:
            return self.env._("Choose where and when %s is collected.", self.name)
        if foreign := self._off_get_foreign_lines():
            return self._off_get_foreign_message(foreign)
        return False

    def _off_get_foreign_lines(self):
        """Goods in an order of a cycle that its hub does not sell there."""
        self.ensure_one()
        if not self.off_exchange_id:
            return self.env["sale.order.line"]
        return self.order_line.filtered(
            lambda line: (
                not line.display_type
                and line.product_id.type == "consu"
                and line.off_offer_id.exchange_id != self.off_exchange_id
            )
        )

    def _off_get_foreign_message(self, lines):
        return self.env._(
            "These products are not sold by %(hub)s in %(cycle)s, remove them: "
            "%(products)s",
            hub=self.off_hub_id.name,
            cycle=self.off_cycle_id.name,
            products=", ".join(lines.product_id.mapped("display_name")),
        )

    @api.model_create_multi
    def create(self, vals_list):
        self._off_check_customers(vals_list)
        for vals in vals_list:
            self._off_check_followed(vals)
        return super().create(vals_list)

    def _off_check_followed(self, vals):
        """Cycle and hub of an order are those of its exchange, whatever is sent."""
        if not self.env.su and {"off_cycle_id", "off_hub_id"} & vals.keys():
            raise UserError(
                self.env._(
                    "The cycle and the hub of an order follow from who sells it: set "
                    "“Sold by” instead."
                )
            )

    def _off_check_customers(self, vals_list):
        """Who is sold to is served by the operator, and seen by it from then on: it is
        somebody whom the user may see before."""
        if not self.env.su:
            names = ("partner_id", "partner_invoice_id", "partner_shipping_id")
            ids = {vals[name] for vals in vals_list for name in names if vals.get(name)}
            self.env["res.partner"].browse(ids).check_access("read")

    def write(self, vals):
        self._off_check_customers([vals])
        self._off_check_followed(vals)
        if "off_exchange_id" in vals:
            moved = self.filtered(
                lambda order: (
                    order.state == "sale"
                    and order.off_exchange_id.id != (vals["off_exchange_id"] or False)
                )
            )
            if moved:
                raise UserError(
                    self.env._(
                        "These orders are validated and stay in their cycle: %s. "
                        "Cancel them and order again in the other one.",
                        ", ".join(moved.mapped("name")),
                    )
                )
        placed = self.browse()
        if "off_slot_id" in vals:
            placed = self.filtered(
                lambda order: order.off_exchange_id and order.state == "sale"
            )
            before = placed._off_count_slots(-1)
        if vals.get("state") == "sale":
            # A price that is still to be computed would be taken for a frozen one.
            self.order_line.flush_recordset(["off_offer_id", "price_unit", "discount"])
            # The last moment at which fees follow their terms.
            carts = self.filtered(
                lambda order: order.off_exchange_id and order.state != "sale"
            )
            carts._off_update_fees()
            carts._off_freeze_fees()
        result = super().write(vals)
        if placed:
            after = placed._off_count_slots(1)
            placed.order_line._off_draw(
                {},
                {
                    slot: before.get(slot, 0) + after.get(slot, 0)
                    for slot in before.keys() | after.keys()
                },
            )
        return result

    def _action_confirm(self):
        cycle_orders = self.filtered("off_cycle_id")
        # What was kept aside for a payment is drawn already, at the terms of then.
        held = cycle_orders.filtered("off_held_until")
        drawing = cycle_orders - held
        cycle_orders.order_line.filtered("off_offer_id")._off_freeze_prices()
        held.off_held_until = False
        lines = drawing.order_line.filtered("off_offer_id")
        lines._off_apply_terms()
        lines._off_draw(lines._off_get_quantities(), drawing._off_count_slots(1))
        for company in cycle_orders.company_id:
            cycle_orders.filtered(
                lambda order, company=company: order.company_id == company
            ).partner_id._off_serve_by(company)
        return super()._action_confirm()

    def _action_cancel(self):
        held = self.filtered(lambda order: order.off_cycle_id and order.state == "sale")
        if late := held.filtered(lambda order: not order._off_is_changeable()):
            raise UserError(
                self.env._(
                    "The cycle is closed and the goods are ordered from the producers: "
                    "these orders can no longer be cancelled: %s.",
                    ", ".join(late.mapped("name")),
                )
            )
        lines = held.order_line.filtered("off_offer_id")
        given_back = {
            counter: -quantity
            for counter, quantity in lines._off_get_quantities().items()
        }
        lines._off_draw(given_back, held._off_count_slots(-1))
        return super()._action_cancel()

    def _off_count_slots(self, sign):
        """:return: ``{off.pickup.slot: number of these orders}``"""
        slots = self.off_slot_id.sudo()
        return {
            slot: sign
            * len(self.filtered(lambda order, s=slot: order.off_slot_id == s))
            for slot in slots
        }

    def _off_is_changeable(self):
        """Whether the cycle of this order takes orders now."""
        self.ensure_one()
        cycle = self.off_cycle_id.sudo()
        return cycle.state == "open" and fields.Datetime.now() < cycle.date_close

    def _off_get_crate(self):
        """Number of the crate of this order, as a text, where an add-on numbers them.

        What packs orders extends it; what hands them over tells it.
        """
        return ""

    def _should_be_locked(self):
        # An order of an open cycle may be changed, whatever the general setting;
        # closing locks it.
        return not self.off_cycle_id and super()._should_be_locked()

    # -- what stock moves would tell --------------------------------------------
    @api.depends("order_line.off_allocation_ids.date_delivered")
    def _compute_effective_date(self):
        cycle_orders = self.filtered("off_cycle_id")
        for order in cycle_orders:
            order.effective_date = min(
                filter(
                    None, order.order_line.off_allocation_ids.mapped("date_delivered")
                ),
                default=False,
            )
        return super(SaleOrder, self - cycle_orders)._compute_effective_date()

    @api.depends("state", "off_cycle_id.state", "order_line.qty_delivered")
    def _compute_delivery_status(self):
        cycle_orders = self.filtered("off_cycle_id")
        for order in cycle_orders:
            if order.state != "sale":
                order.delivery_status = False
            elif order.off_cycle_id.state in ("distributed", "settled"):
                order.delivery_status = "full"
            elif any(order.order_line.mapped("qty_delivered")):
                order.delivery_status = "partial"
            else:
                order.delivery_status = "pending"
        return super(SaleOrder, self - cycle_orders)._compute_delivery_status()

    def _get_invoice_grouping_keys(self):
        # An order per pickup must not make an invoice per pickup.
        keys = super()._get_invoice_grouping_keys()
        if self and all(order.off_cycle_id for order in self):
            return [key for key in keys if key != "partner_shipping_id"]
        return keys
