from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError


class Terms(NamedTuple):
    """How a hub sells a product.

    :param price: for one unit, taxes included, in the hub's currency
    :param visible: False where the hub does not sell it
    :param item: the ``off.catalog.item`` whose own stock is sold, empty where the
        producer's availability counts
    """

    price: float
    visible: bool
    item: models.Model


class OffCatalogItem(models.Model):
    """A hub's own terms for a product of a producer.

    Products without an item are sold at the producer's price, from its availability.
    Own price and stock count as long as the producer lets the hub set them: where it
    revokes that they rest, where it grants it again they are back (rule 1).
    """

    _name = "off.catalog.item"
    _description = "Catalogue Item"
    _inherit = ["off.counter.mixin", "off.kept.mixin"]
    _order = "hub_id, producer_id, product_id, id"
    _rec_name = "product_id"

    hub_id = fields.Many2one("off.hub", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="hub_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="hub_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('off_producer_id', '!=', False)]",
    )
    producer_id = fields.Many2one(
        related="product_id.product_tmpl_id.off_producer_id", store=True, index=True
    )
    visible = fields.Boolean(
        "Sold", default=True, help="Off: this hub does not sell the product."
    )
    price_rule = fields.Selection(
        [
            ("producer", "Producer's price"),
            ("margin", "Producer's price and a margin"),
            ("fixed", "Own price"),
        ],
        required=True,
        default="producer",
    )
    margin = fields.Float(
        "Margin (%)", digits=(16, 2), help="Added to the producer's price, in percent."
    )
    price = fields.Monetary("Own price", help="For one unit, taxes included.")
    own_stock = fields.Boolean(
        help="The hub sells from its own stock, not from what the producer declares."
    )
    declared_qty = fields.Float("Own quantity")
    reserved_qty = fields.Float(
        help="In validated orders of this hub that are not delivered yet."
    )
    applies = fields.Boolean(
        "Own terms apply",
        compute="_compute_applies",
        help="The producer lets this hub set its own price and stock.",
    )
    sale_price = fields.Monetary(compute="_compute_sale_price")

    _product_uniq = models.UniqueIndex(
        "(hub_id, product_id)", "This product is already in the hub's catalogue."
    )
    _price_positive = models.Constraint(
        "CHECK (price >= 0)", "The price of a product cannot be negative."
    )
    _margin_above_loss = models.Constraint(
        "CHECK (margin >= -100)", "A margin cannot take more than the whole price."
    )
    _declared_positive = models.Constraint(
        "CHECK (declared_qty >= 0)", "An own quantity cannot be negative."
    )

    def _compute_applies(self):
        allowed = self.hub_id._get_overridable()
        for item in self:
            item.applies = item.producer_id in allowed[item.hub_id]

    @api.depends("price_rule", "price", "margin", "product_id.off_price")
    def _compute_sale_price(self):
        for item in self:
            item.sale_price = item._get_price(item.product_id.off_price, item.applies)

    def _get_price(self, base, applies=True):
        """Price at which the hub sells, rounded to its currency.

        ``self`` is the item of a product, or empty.

        :param base: what the producer asks for one unit
        """
        if not (self and applies) or self.price_rule == "producer":
            return base
        if self.price_rule == "fixed":
            return self.price
        return self.currency_id.round(base * (1 + self.margin / 100))

    @api.model
    def _get_terms(self, hub, products, bases=None):
        """Terms of a hub for many products, in a fixed number of queries.

        :param bases: ``{product.product: price}`` that the producer asks, that of the
            product where it has none
        :return: ``{product.product: Terms}``, each product has a key
        """
        Item = self.sudo()
        items = {
            item.product_id.id: item
            for item in Item.search(
                [("hub_id", "=", hub.id), ("product_id", "in", products.ids)]
            )
        }
        allowed = hub.sudo()._get_overridable()[hub.sudo()].ids
        result = {}
        bases = bases or {}
        for product in products:
            base = bases.get(product, product.sudo().off_price)
            item = items.get(product.id, Item)
            applies = product.sudo().off_producer_id.id in allowed
            result[product] = Terms(
                price=item._get_price(base, applies),
                visible=item.visible if item else True,
                item=item if applies and item.own_stock else Item,
            )
        return result

    def action_reset(self):
        """Sell at the producer's terms again."""
        if held := self.filtered("reserved_qty"):
            raise UserError(
                self.env._(
                    "Orders hold own stock of these products until they are handed "
                    "over: %s.",
                    ", ".join(held.product_id.mapped("display_name")),
                )
            )
        self.unlink()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reserved(self):
        if held := self.filtered("reserved_qty"):
            held.action_reset()
