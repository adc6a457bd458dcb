from collections import defaultdict

from odoo import api, fields, models

from .product_template import set_producer_defaults


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model_create_multi
    def create(self, vals_list):
        # Odoo fills in the template's own defaults before it creates the template.
        set_producer_defaults(vals_list)
        return super().create(vals_list)

    def _change_standard_price(self, old_price):
        """Extends stock_account, which records a cost of 0 for every new product: an
        import of thousands records the costs that there are."""
        products = self
        if self.env.context.get("off_bulk_create"):
            products = self.filtered("standard_price")
        return super(ProductProduct, products)._change_standard_price(old_price)

    # -- what the orders of closed cycles wait for ---------------------------------
    def _compute_quantities_dict(
        self, lot_id, owner_id, package_id, from_date=False, to_date=False
    ):
        """Extends stock: orders of a closed cycle have no stock moves before they are
        handed over, yet what was bought for them is neither free nor to be ordered."""
        result = super()._compute_quantities_dict(
            lot_id, owner_id, package_id, from_date, to_date
        )
        if (lot_id, owner_id, package_id) != (None, None, None):
            return result
        for product, quantity in self._off_get_waiting(to_date).items():
            values = result[product.id]
            values["outgoing_qty"] += quantity
            values["virtual_available"] -= quantity
            values["free_qty"] = min(
                values["free_qty"], max(values["free_qty"] - quantity, 0.0)
            )
        return result

    def _off_get_waiting(self, to_date=False):
        """Quantities that closed cycles have sold and not handed over, and what others
        have sold from a warehouse.

        :param to_date: leave aside what is collected later
        :return: ``{product: quantity in its unit}``
        """
        warehouses = self._off_get_asked_warehouses()
        domain = [
            ("product_id", "in", self._origin.ids),
            ("off_offer_id", "!=", False),
            ("off_warehouse_id", "=", False),
            ("state", "=", "sale"),
            ("order_id.off_cycle_id.state", "in", ("closed", "allocated")),
            ("order_id.warehouse_id", "in", warehouses.ids),
        ]
        if to_date:
            limit = fields.Datetime.to_datetime(to_date)
            if limit < fields.Datetime.now():
                return {}
            domain.append(("order_id.off_slot_id.date_start", "<=", limit))
        waiting = defaultdict(float)
        rows = (
            self.env["sale.order.line"]
            .sudo()
            ._read_group(
                domain,
                ["product_id", "product_uom_id"],
                ["product_uom_qty:sum", "qty_delivered:sum"],
            )
        )
        for product, uom, ordered, delivered in rows:
            waiting[product.with_env(self.env)] += uom._compute_quantity(
                ordered - delivered, product.uom_id
            )
        promised = (
            self.env["off.catalog.item"]
            .sudo()
            ._read_group(
                [
                    ("warehouse_id", "in", warehouses.ids),
                    ("product_id", "in", self._origin.ids),
                    ("reserved_qty", ">", 0),
                ],
                ["product_id"],
                ["reserved_qty:sum"],
            )
        )
        for product, quantity in promised:
            waiting[product.with_env(self.env)] += quantity
        return waiting

    def _off_get_asked_warehouses(self):
        """Warehouses whose stock the context asks about, as stock reads it."""
        context = self.env.context
        Warehouse = self.env["stock.warehouse"]
        location = context.get("location") or context.get("search_location")
        warehouse = context.get("warehouse_id") or context.get("search_warehouse")
        domain = [("company_id", "in", self.env.companies.ids)]
        if warehouse:
            ids = warehouse if isinstance(warehouse, list) else [warehouse]
            domain = [("id", "in", [item for item in ids if isinstance(item, int)])]
        if location:
            ids = location if isinstance(location, list) else [location]
            operator = "in" if context.get("strict") else "child_of"
            within = (
                "lot_stock_id",
                operator,
                [item for item in ids if isinstance(item, int)],
            )
            # A place says whose it is.
            domain = [*domain, within] if warehouse else [within]
        return Warehouse.search(domain)
