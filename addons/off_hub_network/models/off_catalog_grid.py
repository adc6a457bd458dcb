from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

# What a hub changes in the grid, and how it is read.
CELLS = {
    "visible": bool,
    "price_rule": str,
    "margin": float,
    "price": float,
    "own_stock": bool,
    "declared_qty": float,
}


class OffCatalogItem(models.Model):
    _inherit = "off.catalog.item"

    @api.constrains("price_rule", "own_stock", "product_id", "hub_id")
    def _check_allowed(self):
        """Own price and stock are the producer's to allow (rule 1)."""
        refused = self.filtered(
            lambda item: (
                (item.price_rule != "producer" or item.own_stock) and not item.applies
            )
        )
        if refused:
            raise ValidationError(
                self.env._(
                    "%(hub)s may not set its own price or stock for the products of "
                    "%(producers)s: propose a link with this permission first.",
                    hub=refused.hub_id[:1].name,
                    producers=", ".join(refused.producer_id.mapped("name")),
                )
            )


class OffHub(models.Model):
    """The grid in which a hub edits its terms for all products at once."""

    _inherit = "off.hub"

    def action_open_catalog_grid(self):
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "off_catalog_grid",
            "name": self.env._("Catalogue of %s", self.name),
            "context": {"active_id": self.id},
            "params": {"hub_id": self.id},
        }

    @api.readonly
    def get_catalog_grid(self):
        """Rows of the grid: every product that this hub may order.

        :return: ``{"name", "currency": res.currency id, "may_edit", "rows": […]}``
        """
        self.ensure_one()
        self.check_access("read")
        self._check_own()
        products = (
            self.env["product.product"]
            .sudo()
            .search(
                [
                    ("off_producer_id", "in", self._get_suppliers()[self].ids),
                    ("sale_ok", "=", True),
                ]
            )
        )
        return {
            "name": self.name,
            "currency": self.currency_id.id,
            "may_edit": self.env["off.catalog.item"].has_access("create"),
            "rows": self._get_grid_rows(products),
        }

    def save_catalog_grid(self, changes):
        """Write what was changed in the grid, all or nothing.

        :param changes: ``{product id: {cell: value}}``, cells as in CELLS; ``{"reset":
            True}`` takes the hub's own terms back
        :return: the rows of these products as they are now
        :raise UserError: names the product and what is wrong
        """
        self.ensure_one()
        self.check_access("write")
        self._check_own()
        wanted = {int(key): cells for key, cells in changes.items()}
        products = self.env["product.product"].sudo().browse(wanted).exists()
        suppliers = self._get_suppliers()[self]
        if foreign := products.filtered(
            lambda product: product.off_producer_id not in suppliers
        ):
            known = foreign.with_env(self.env)._filtered_access("read")
            raise UserError(
                self.env._(
                    "%(hub)s may not order these products: %(products)s. Load the page "
                    "again.",
                    hub=self.name,
                    products=", ".join(known.mapped("display_name"))
                    or ", ".join(map(str, foreign.ids)),
                )
            )
        self._save_items(products, wanted)
        return self._get_grid_rows(products)

    def _check_own(self):
        """Terms are the operator's own, whoever may read the hub (rule 4)."""
        if not self.env.su and self.company_id not in self.env.companies:
            raise UserError(
                self.env._(
                    "The catalogue of %s is its operator's own. Choose this operator "
                    "at the top of the page first.",
                    self.name,
                )
            )

    def _save_items(self, products, wanted):
        Item = self.env["off.catalog.item"]
        items = {
            item.product_id.id: item
            for item in Item.search(
                [("hub_id", "=", self.id), ("product_id", "in", products.ids)]
            )
        }
        resets = Item
        writes = defaultdict(lambda: Item)
        creates = []
        for product in products:
            cells = dict(wanted[product.id])
            item = items.get(product.id)
            if cells.pop("reset", False):
                resets |= item or Item
                continue
            vals = {name: self._read_cell(product, name, cells[name]) for name in cells}
            if item:
                # Equal changes are one write, such as a margin for all.
                writes[tuple(sorted(vals.items()))] |= item
            elif vals:
                creates.append({"hub_id": self.id, "product_id": product.id, **vals})
        resets.action_reset()
        for vals, same in writes.items():
            same.write(dict(vals))
        Item.create(creates)

    def _read_cell(self, product, name, value):
        label = product.display_name
        if name not in CELLS:
            raise UserError(
                self.env._(
                    "%(product)s: there is no cell %(cell)s.", product=label, cell=name
                )
            )
        if CELLS[name] is not float:
            return CELLS[name](value)
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = None
        if number is None or not -100 <= number < 10_000_000:
            raise UserError(
                self.env._(
                    "%(product)s: “%(value)s” is not a number that fits here.",
                    product=label,
                    value=value,
                )
            )
        return number

    def _get_grid_rows(self, products):
        Item = self.env["off.catalog.item"].sudo()
        items = {
            item.product_id.id: item
            for item in Item.search(
                [("hub_id", "=", self.id), ("product_id", "in", products.ids)]
            )
        }
        left = {
            row.product_id.id: None if row.on_demand else row.available_qty
            for row in self.env["off.availability"]
            .sudo()
            .search_fetch(
                [("product_id", "in", products.ids)],
                ["product_id", "on_demand", "declared_qty", "reserved_qty"],
            )
        }
        allowed = set(self._get_overridable()[self].ids)
        products = products.with_context(display_default_code=False)
        return [
            {
                **self._get_grid_row(product, items.get(product.id, Item), allowed),
                "left": left.get(product.id, 0.0),
            }
            for product in products.sorted(
                lambda product: (
                    product.off_producer_id.name or "",
                    product.display_name,
                )
            )
        ]

    def _get_grid_row(self, product, item, allowed):
        producer = product.off_producer_id
        applies = producer.id in allowed
        return {
            "id": product.id,
            "name": product.display_name,
            "code": product.default_code or "",
            "packs": product.product_tmpl_id.off_packs,
            "producer": producer.name,
            "producer_price": product.off_price,
            "visible": item.visible if item else True,
            "price_rule": item.price_rule or "producer",
            "margin": item.margin,
            "price": item.price,
            "own_stock": item.own_stock,
            "declared_qty": item.declared_qty,
            "reserved_qty": item.reserved_qty,
            "sale_price": item._get_price(product.off_price, applies),
            "applies": applies,
            "own": bool(item),
            # Where an add-on knows what is there nobody writes it by hand.
            "counted": False,
        }
