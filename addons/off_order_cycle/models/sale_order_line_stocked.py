from collections import defaultdict

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError


class SaleOrderLine(models.Model):
    """What is sold from the stock of a warehouse: in cycles it is promised there, in
    other orders it must not be promised already."""

    _inherit = "sale.order.line"

    off_warehouse_id = fields.Many2one(
        "stock.warehouse",
        "From the stock of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
        help="Where the hub sold it from a warehouse when the order was validated: it "
        "is not ordered from the producer.",
    )

    def _off_apply_terms(self):
        """Extends: and from which warehouse, at the cost that it has there."""
        result = super()._off_apply_terms()
        for line in self.sudo():
            warehouse = line.off_stock_item_id.warehouse_id
            if line.off_warehouse_id != warehouse:
                line.off_warehouse_id = warehouse
            if warehouse:
                product = line.product_id.with_company(line.company_id)
                line.off_purchase_price = product.standard_price
        return result

    # -- what else is sold from there --------------------------------------------------
    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        """Extends: an order outside of cycles takes nothing that they have sold."""
        self._off_check_not_promised()
        return super()._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )

    def _off_check_not_promised(self):
        lines = self.filtered(
            lambda line: (
                not line.off_offer_id
                and line.product_id.is_storable
                and line.state == "sale"
                and not line.is_mto
            )
        )
        for warehouse, mine in lines.grouped(
            lambda line: line.warehouse_id or line.order_id.warehouse_id
        ).items():
            mine._off_check_free(warehouse.sudo())

    def _off_check_free(self, warehouse):
        """Refuse what is not there, for those products that cycles sell from here.

        Products that no hub sells from a warehouse are sold as Odoo does it.
        """
        products = (
            self.env["off.catalog.item"]
            .sudo()
            .search(
                [
                    ("warehouse_id", "=", warehouse.id),
                    ("product_id", "in", self.product_id.ids),
                ]
            )
            .product_id
        )
        if not products:
            return
        warehouse._off_lock_promises(products)
        free = warehouse._off_get_free(products)
        short = defaultdict(list)
        for line in self:
            product = line.product_id.sudo()
            if product not in free:
                continue
            more = (
                line.product_uom_id._compute_quantity(
                    line.product_uom_qty, product.uom_id
                )
                - line._off_get_launched()
            )
            more = warehouse._off_to_decimal(more)
            if more > 0 and more > free[product]:
                short[line.order_id].append(
                    self.env["off.availability"]._get_short_line(
                        line.product_id, float(more), float(max(free[product], 0))
                    )
                )
            free[product] -= max(more, 0)
        for order, texts in short.items():
            order._off_handle_short(texts)

    def _off_get_launched(self):
        """:return: what transfers of this line take already, in the product's unit"""
        return self.product_uom_id._compute_quantity(
            self._get_qty_procurement(), self.product_id.uom_id
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    off_backorder = fields.Boolean(
        "Deliver later what is missing",
        copy=False,
        help="Confirm the order although not all of it is in stock: what is missing is "
        "delivered once it has come.",
    )

    def _off_handle_short(self, texts):
        """What to do with an order of more than there is.

        :param texts: list of lines, one for each product
        :raise UserError: unless it is paid or the seller agreed
        """
        self.ensure_one()
        if self.off_backorder:
            return
        paid = self.sudo().transaction_ids.filtered(
            lambda one: one.state in ("pending", "authorized", "done")
        )
        if not paid:
            raise UserError(
                self.env._(
                    "%(order)s: there is not enough in stock that is not promised "
                    "already. Lower these quantities, or tick “Deliver later what is "
                    "missing”:\n%(lines)s",
                    order=self.name,
                    lines="\n".join(texts),
                )
            )
        # Its customer has paid: somebody decides, nothing is lost.
        self.off_backorder = True
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Paid, and not enough in stock"),
            note=Markup("<br/>").join(texts),
            user_id=self.user_id.id or self.env.uid,
        )
