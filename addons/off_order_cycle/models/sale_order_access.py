from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Who may order what in a cycle, and at which price level: whoever enters it, and
    by whatever way (rule 2)."""

    _inherit = "sale.order"

    off_pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Price level",
        compute="_compute_off_pricelist_id",
        store=True,
        copy=False,
        groups="base.group_user",
        help="The price list of the customer's group when it ordered.",
    )

    @api.depends("off_exchange_id", "partner_id")
    def _compute_off_pricelist_id(self):
        Customer = self.env["off.hub.customer"].sudo()
        orders = self.filtered(lambda order: order.off_exchange_id)
        (self - orders).off_pricelist_id = False
        carts = orders.filtered(lambda order: order.state in ("draft", "sent"))
        known = {
            (customer.hub_id, customer.partner_id): customer
            for customer in Customer.search(
                [
                    ("hub_id", "in", carts.off_exchange_id.hub_id.ids),
                    ("partner_id", "in", carts.partner_id.commercial_partner_id.ids),
                ]
            )
        }
        for order in carts:
            hub = order.off_exchange_id.hub_id
            customer = known.get((hub, order.partner_id.commercial_partner_id))
            groups = (
                customer.group_ids.filtered("pricelist_id").sorted(
                    lambda group: (group.sequence, group.id)
                )
                if customer
                else Customer.group_ids
            )
            order.off_pricelist_id = groups[:1].pricelist_id
        for order in orders - carts:
            order.off_pricelist_id = order.off_pricelist_id

    def _action_confirm(self):
        # What is kept aside for a payment was judged before.
        self.filtered(
            lambda order: order.off_exchange_id and not order.off_held_until
        )._off_check_access()
        return super()._action_confirm()

    def _off_hold(self, minutes):
        """Extends: nobody pays for what it may not order."""
        if not self.off_held_until:
            self._off_check_access()
        return super()._off_hold(minutes)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("off_slot_id"):
            self.filtered(
                lambda order: order.off_exchange_id and order.state == "sale"
            )._off_check_slot_access()
        return result

    def _off_check_access(self):
        """:raise UserError: says who is refused what"""
        for orders, seen in self._off_get_seen():
            for order in orders:
                edge = seen[order.partner_id]
                if refusal := edge._get_refusal(order.partner_id, order.off_slot_id):
                    raise UserError(refusal)
            orders.order_line.filtered("off_offer_id")._off_check_shown(seen)

    def _off_check_slot_access(self):
        """:raise UserError: somebody does not collect there"""
        for orders, seen in self._off_get_seen():
            for order in orders:
                slot, edge = order.off_slot_id, seen[order.partner_id]
                if refusal := edge._get_slot_refusal(order.partner_id, slot):
                    raise UserError(refusal)

    def _off_get_seen(self):
        """:return: list of (orders of one exchange, what its ``_for_customers`` says of
        their customers)"""
        return [
            (orders, exchange._for_customers(orders.partner_id))
            for exchange, orders in self.sudo().grouped("off_exchange_id").items()
            if exchange
        ]


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        added = lines.filtered(lambda line: line._off_is_validated())
        for orders, seen in added.order_id._off_get_seen():
            mine = added.sudo().filtered(lambda line, o=orders: line.order_id in o)
            mine._off_check_shown(seen)
        return lines

    def _off_check_shown(self, seen):
        """
        :param seen: what ``_for_customers`` of the exchange of these lines returned
        :raise UserError: names what the hub does not sell to a customer
        """
        hidden = self.order_id.off_exchange_id._get_hidden_by_customer(seen)
        refused = self.filtered(
            lambda line: (
                line.product_uom_qty
                and line.product_id.id in hidden[line.order_id.partner_id]
            )
        )
        if refused:
            order = refused[0].order_id
            products = (refused & order.order_line).product_id
            raise UserError(
                self.env._(
                    "%(hub)s does not sell these products to %(customer)s, remove "
                    "them: %(products)s",
                    hub=order.off_hub_id.name,
                    customer=order.partner_id.display_name,
                    products=", ".join(products.mapped("display_name")),
                )
            )
