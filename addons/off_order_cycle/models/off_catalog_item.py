from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

# What decides from where an item is sold.
SOURCE = {"own_stock", "warehouse_id", "hub_id", "product_id"}


class OffCatalogItem(models.Model):
    """What a hub sells from the stock of a warehouse: what is there, not a number that
    somebody keeps by hand. Nothing is ordered from the producer for it.

    ``declared_qty`` then is what was there for this hub when it last sold some: each
    sale looks again, under a lock, before it draws.
    """

    _inherit = "off.catalog.item"

    warehouse_id = fields.Many2one(
        "stock.warehouse",
        "Sold from the stock of",
        domain="[('company_id', '=', company_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="The hub sells what is in stock there, together with the shop and orders "
        "of professionals: nobody sells the same unit twice. Nothing is ordered from "
        "the producer when a sale closes.",
    )

    @api.constrains("warehouse_id", "own_stock", "hub_id")
    def _check_warehouse(self):
        for item in self.filtered("warehouse_id"):
            if item.warehouse_id.company_id != item.company_id:
                raise ValidationError(
                    self.env._(
                        "%(product)s: the warehouse %(warehouse)s is not one of "
                        "%(hub)s. Choose a warehouse of its operator.",
                        product=item.product_id.display_name,
                        warehouse=item.warehouse_id.sudo().name,
                        hub=item.hub_id.name,
                    )
                )
            if not item.product_id.is_storable:
                raise ValidationError(
                    self.env._(
                        "%s is not kept in stock: turn on “Track Inventory” on the "
                        "product to sell it from a warehouse.",
                        item.product_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("warehouse_id"):
                vals.setdefault("own_stock", True)
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("warehouse_id"):
            vals = {"own_stock": True, **vals}
        elif "own_stock" in vals and not vals["own_stock"]:
            vals = {"warehouse_id": False, **vals}
        if SOURCE & vals.keys():
            self._check_nothing_promised(vals)
        return super().write(vals)

    def _check_nothing_promised(self, vals):
        """From where validated orders are served does not change under them."""
        name = "warehouse_id"
        promised = self.filtered(
            lambda item: (
                item.reserved_qty
                and name in vals
                and item.warehouse_id.id != (vals[name] or False)
            )
        )
        if promised:
            raise UserError(
                self.env._(
                    "Orders wait for these products, which were sold from where they "
                    "are sold now: %s. Change it once they are handed over.",
                    ", ".join(promised.product_id.mapped("display_name")),
                )
            )

    # -- what is left ------------------------------------------------------------------
    @api.depends("warehouse_id")
    def _compute_available_qty(self):
        """Extends: what can be sold of a warehouse now."""
        stocked = self.filtered("warehouse_id")
        for warehouse, items in stocked.grouped("warehouse_id").items():
            free = warehouse.sudo()._off_get_free(items.product_id.sudo())
            for item in items:
                left = free[item.product_id.sudo()]
                item.available_qty = max(float(left), 0.0)
        return super(OffCatalogItem, self - stocked)._compute_available_qty()

    @api.model
    def _draw(self, quantities):
        """Extends: what is taken from a warehouse is what is there now."""
        stocked = self.browse(
            [
                item.id
                for item, quantity in quantities.items()
                if quantity > 0 and item.sudo().warehouse_id
            ]
        ).sudo()
        short = []
        for items in stocked._split_by_product():
            items._look_again()
            short += super()._draw(
                {one: quantities[one] for one in quantities if one in items}
            )
        rest = {one: n for one, n in quantities.items() if one not in stocked}
        short += super()._draw(rest)
        # What is promised is part of what Odoo tells of products.
        products = self.browse([item.id for item in quantities]).product_id
        products.invalidate_recordset(["free_qty", "virtual_available", "outgoing_qty"])
        return short

    def _split_by_product(self):
        """Two hubs that sell the same goods draw one after the other.

        :return: list of items, none of which share a product of a warehouse
        """
        rounds = []
        for items in self.grouped(
            lambda one: (one.warehouse_id, one.product_id)
        ).values():
            for number, item in enumerate(items.sorted("id")):
                if number == len(rounds):
                    rounds.append(self.browse())
                rounds[number] |= item
        return rounds

    def _look_again(self):
        """Set what these items can hold at most, and let nobody else sell meanwhile."""
        self.warehouse_id._off_lock_promises(self.product_id)
        self.invalidate_recordset(["reserved_qty"])
        rows = []
        for warehouse, items in self.grouped("warehouse_id").items():
            free = warehouse._off_get_free(items.product_id)
            rows += [
                (
                    item.id,
                    max(free[item.product_id] + item._to_decimal(item.reserved_qty), 0),
                )
                for item in items
            ]
        self.env.cr.execute(
            SQL(
                """
                UPDATE off_catalog_item AS item SET declared_qty = held.most
                  FROM unnest(%s::int[], %s::numeric[]) AS held (id, most)
                 WHERE item.id = held.id
                """,
                [row[0] for row in rows],
                [row[1] for row in rows],
            )
        )
        self.invalidate_recordset(["declared_qty"])
