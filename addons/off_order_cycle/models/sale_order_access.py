from odoo import api, fields, models


class SaleOrder(models.Model):
    """The price level of an order of a cycle: that of its customer at the hub."""

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
