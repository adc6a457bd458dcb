from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.off_order_cycle.tools.closing import LATER

# Lines of a delivery follow from the order: what is kept aside stays, fees too.
QUIET = {"off_fees": LATER, "off_delivery": True, "sale_no_log_for_new_lines": True}
ADDRESS = ("street", "zip", "city", "country_id")


class SaleOrder(models.Model):
    """An order that is brought home bears the price of it, as Odoo's delivery method
    says, in step with what is ordered and where it goes."""

    _inherit = "sale.order"

    def _off_get_carrier(self):
        """:return: delivery.carrier by which this order is brought home, or nothing"""
        self.ensure_one()
        return self.off_slot_id._get_carrier()

    # -- in step -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._off_update_delivery()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if {"off_slot_id", "partner_shipping_id"} & vals.keys():
            self._off_update_delivery()
        return result

    def _off_update_fees(self):
        """Extends: what is ordered changed, and so may the price of its delivery."""
        result = super()._off_update_fees()
        self._off_update_delivery()
        return result

    def _off_release_changed(self):
        """Extends: a delivery asks for no goods."""
        if self.env.context.get("off_delivery"):
            return None
        return super()._off_release_changed()

    def _off_update_delivery(self):
        """Bring the lines of delivery of these orders in step.

        :raise UserError: a validated order is no longer served
        """
        if self.env.context.get("off_delivery"):
            return
        orders = self.sudo().filtered(
            lambda order: (
                order.off_exchange_id and order.state != "cancel" and not order.locked
            )
        )
        for order in orders:
            carrier = order._off_get_carrier()
            charged = any(order.order_line.mapped("is_delivery"))
            if not (carrier or charged) or order._off_is_paying():
                continue
            if carrier:
                order._off_set_delivery(carrier)
            else:
                order._remove_delivery_line()

    def _off_is_paying(self):
        """Whether this cart is paid or being paid: what is asked stays as it is."""
        self.ensure_one()
        return self.state != "sale" and any(
            transaction.state in ("pending", "authorized", "done")
            for transaction in self.transaction_ids
        )

    def _off_set_delivery(self, carrier):
        """Charge the delivery by ``carrier`` once, at its price of now."""
        self.ensure_one()
        line = self.order_line.filtered("is_delivery")
        if not self.order_line.filtered("off_offer_id"):
            rate = {"success": False}
        else:
            rate = self._off_rate(carrier)
        if not rate["success"]:
            if self.state == "sale":
                self._off_check_address()
            if line:
                self._remove_delivery_line()
            return
        if self.carrier_id == carrier and len(line) == 1:
            wanted = self._prepare_delivery_line_vals(carrier, rate["price"])
            changes = {
                name: wanted[name]
                for name in ("price_unit", "name")
                if line[name] != wanted[name]
            }
            if changes:
                line.with_context(**QUIET).write(changes)
        else:
            self.set_delivery_line(carrier, rate["price"])

    def _off_rate(self, carrier):
        """What the delivery costs.

        :return: as ``delivery.carrier.rate_shipment``, without success where the
            address is not served
        """
        if self._off_get_lacking_address() or not carrier._match(
            self.partner_shipping_id, self
        ):
            return {"success": False, "price": 0.0, "error_message": ""}
        return carrier.rate_shipment(self)

    def action_open_delivery_wizard(self):
        """Extends delivery: what an order of a cycle pays follows from its pickup."""
        if self.off_exchange_id:
            raise UserError(self._off_say_follows_pickup())
        return super().action_open_delivery_wizard()

    def _off_say_follows_pickup(self):
        return self.env._(
            "How %(order)s is delivered, and what that costs, follows from its pickup: "
            "choose another pickup instead.",
            order=self.name,
        )

    def set_delivery_line(self, carrier, amount):
        """Extends delivery: nothing follows from the line of a delivery, and there is
        none but that of the pickup."""
        cycle_orders = self.filtered("off_exchange_id")
        for order in cycle_orders:
            if order._off_get_carrier() != carrier:
                raise UserError(order._off_say_follows_pickup())
        if cycle_orders:
            super(SaleOrder, cycle_orders.with_context(**QUIET)).set_delivery_line(
                carrier, amount
            )
        # Not called for nobody: sale_loyalty wants one order.
        if others := self - cycle_orders:
            return super(SaleOrder, others).set_delivery_line(carrier, amount)
        return True

    def _remove_delivery_line(self):
        """Extends delivery, which looks at all orders at once."""
        cycle_orders = self.filtered("off_exchange_id")
        for order in cycle_orders:
            super(SaleOrder, order.with_context(**QUIET))._remove_delivery_line()
        if others := self - cycle_orders:
            return super(SaleOrder, others)._remove_delivery_line()
        return None

    def _get_copiable_order_lines(self):
        # A copy has its own cycle, if any, and its own way home.
        lines = super()._get_copiable_order_lines()
        if self.off_exchange_id:
            return lines.filtered(lambda line: not line.is_delivery)
        return lines

    # -- where to ----------------------------------------------------------------------
    def _off_get_lacking_address(self):
        """:return: names of the fields that the address lacks"""
        self.ensure_one()
        return [name for name in ADDRESS if not self.partner_shipping_id[name]]

    def _off_check_address(self):
        """:raise UserError: one of these orders cannot be brought home, and why"""
        for order in self:
            carrier = order._off_get_carrier()
            if not carrier:
                continue
            address = order.partner_shipping_id
            point = order.off_slot_id.point_id
            if lacking := order._off_get_lacking_address():
                labels = address.fields_get(lacking, ["string"])
                raise UserError(
                    self.env._(
                        "%(point)s brings orders home. Complete the address of "
                        "%(customer)s first: %(lacking)s.",
                        point=point.name,
                        customer=address.name or order.partner_id.name,
                        lacking=", ".join(labels[one]["string"] for one in lacking),
                    )
                )
            if not carrier._match_address(address):
                raise UserError(
                    self.env._(
                        "%(point)s does not come to %(zip)s %(city)s: choose another "
                        "address, or a pickup.",
                        point=point.name,
                        zip=address.zip,
                        city=address.city,
                    )
                )
            rate = order._off_rate(carrier)
            if not rate["success"]:
                raise UserError(
                    self.env._(
                        "%(point)s cannot bring this order home. Choose a pickup, or "
                        "ask the hub. %(reason)s",
                        point=point.name,
                        reason=rate.get("error_message") or "",
                    ).strip()
                )

    def _action_confirm(self):
        """Extends: an order goes where somebody comes. What was kept aside for a
        payment was checked before: what is paid is never refused here."""
        drawing = self.filtered(
            lambda order: order.off_exchange_id and not order.off_held_until
        )
        drawing.sudo()._off_check_address()
        return super()._action_confirm()

    # -- afterwards --------------------------------------------------------------------
    def _off_settle_fees(self):
        """Extends: a delivery is charged once something of the order was handed
        over."""
        result = super()._off_settle_fees()
        for line in self.sudo().order_line.filtered("is_delivery"):
            goods = line.order_id.order_line.filtered("off_offer_id")
            came = any(goods.mapped("qty_delivered"))
            line.qty_delivered = line.product_uom_qty if came else 0.0
        return result
