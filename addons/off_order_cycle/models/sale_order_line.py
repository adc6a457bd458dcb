from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare, float_is_zero


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    off_offer_id = fields.Many2one(
        "off.offer",
        string="Offer",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        compute="_compute_off_offer_id",
        store=True,
        readonly=False,
        precompute=True,
        help="What the hub sells of this product in the order's cycle.",
    )
    off_purchase_price = fields.Monetary(
        "Frozen purchase price",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="What the producer gets for one unit, fixed when the order is validated.",
    )
    off_stock_item_id = fields.Many2one(
        "off.catalog.item",
        string="Own stock of the hub",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups="base.group_user",
        help="Where the hub sold it from a stock of its own when the order was "
        "validated; else the producer's availability is reserved.",
    )
    off_allocation_ids = fields.One2many(
        "off.allocation", "sale_line_id", string="Allocations"
    )
    # Four decimals are kept (off_hub_network sets the precision), shown where needed.
    product_uom_qty = fields.Float(digits="Product Unit", min_display_digits=1)
    qty_delivered = fields.Float(digits="Product Unit", min_display_digits=1)
    qty_invoiced = fields.Float(digits="Product Unit", min_display_digits=1)
    qty_to_invoice = fields.Float(digits="Product Unit", min_display_digits=1)
    qty_delivered_method = fields.Selection(
        selection_add=[("off_allocation", "Allocations")]
    )

    # -- the offer: that of the product in the order's exchange ------------------
    @api.depends("product_id", "order_id.off_exchange_id")
    def _compute_off_offer_id(self):
        """Whoever adds a product to an order of a cycle gets the hub's offer of it."""
        lines = self.filtered(lambda line: not line._off_is_validated())
        exchanges = lines.order_id.off_exchange_id
        offers = {}
        if exchanges:
            found = self.env["off.offer"].search(
                [
                    ("exchange_id", "in", exchanges._origin.ids),
                    ("product_id", "in", lines.product_id._origin.ids),
                ]
            )
            offers = {(offer.exchange_id, offer.product_id): offer for offer in found}
        for line in lines:
            key = (line.order_id.off_exchange_id._origin, line.product_id._origin)
            line.off_offer_id = offers.get(key, False)

    @api.constrains("product_id", "off_offer_id", "product_uom_qty", "order_id")
    def _check_off_offer(self):
        # Of each order once: a line is one of hundreds.
        foreign = {
            order: order._off_get_foreign_lines()
            for order in self.order_id
            if order.state == "sale"
        }
        for line in self:
            order, offer = line.order_id, line.off_offer_id
            if offer and (
                offer.product_id != line.product_id
                or offer.exchange_id != order.off_exchange_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(order)s: the offer of %(product)s is not the one of this "
                        "product in the order's cycle. Remove the line and add the "
                        "product again.",
                        order=order.name,
                        product=line.product_id.display_name,
                    )
                )
            if offer and line.product_uom_qty < 0:
                raise ValidationError(
                    self.env._(
                        "%(order)s: the quantity of %(product)s is negative. Write 0 "
                        "or more.",
                        order=order.name,
                        product=line.product_id.display_name,
                    )
                )
            if line in foreign.get(order, ()):
                raise ValidationError(order._off_get_foreign_message(line))

    # -- price: the offer's, then frozen (rule 10) ------------------------------
    def _off_is_validated(self):
        self.ensure_one()
        return bool(self.off_offer_id) and self.state not in ("draft", "sent")

    @api.depends("off_offer_id", "product_uom_id", "order_id.off_pricelist_id")
    def _compute_price_unit(self):
        cycle_lines = self.filtered("off_offer_id")
        open_lines = cycle_lines.filtered(lambda line: not line._off_is_validated())
        for line, price in open_lines._off_get_offer_prices().items():
            line._off_set_price(price)
        return super(SaleOrderLine, self - cycle_lines)._compute_price_unit()

    @api.depends("off_offer_id")
    def _compute_discount(self):
        cycle_lines = self.filtered("off_offer_id")
        for line in cycle_lines:
            if not line._off_is_validated():
                line.discount = 0.0
        return super(SaleOrderLine, self - cycle_lines)._compute_discount()

    @api.depends("off_offer_id")
    def _compute_pricelist_item_id(self):
        cycle_lines = self.filtered("off_offer_id")
        cycle_lines.pricelist_item_id = False
        return super(SaleOrderLine, self - cycle_lines)._compute_pricelist_item_id()

    def _off_get_offer_prices(self):
        """What the hub asks at the order's price level.

        :return: ``{line: price of one unit of the product}``
        """
        prices = {}
        for (exchange, level), lines in (
            self.sudo()
            .grouped(
                lambda line: (
                    line.off_offer_id.exchange_id,
                    line.order_id.off_pricelist_id,
                )
            )
            .items()
        ):
            asked = exchange._get_prices(lines.off_offer_id, level)
            prices |= {line: asked[line.off_offer_id] for line in lines}
        return {line: prices[line.sudo()] for line in self}

    def _off_freeze_prices(self):
        by_price = defaultdict(self.browse)
        for offer, lines in (
            self.sudo().grouped(lambda line: line.off_offer_id.incoming_id).items()
        ):
            by_price[offer._get_purchase_price()] |= lines
        for price, lines in by_price.items():
            lines.off_purchase_price = price

    # -- reservation ------------------------------------------------------------
    def _off_get_quantities(self):
        """What these lines draw, in the products' units.

        :return: ``{record: quantity}`` by product, or by off.catalog.item where the
            hub's own stock is sold, and by off.offer
        """
        quantities = defaultdict(float)
        for line in self.sudo():
            counter = line.off_stock_item_id or line.product_id
            ordered = line._off_get_ordered()
            quantities[counter] += ordered
            quantities[line.off_offer_id] += ordered
        return quantities

    def _off_apply_terms(self):
        """What the hub's catalogue says at the moment of validation: whether it still
        sells these products (rule 2), and from whose stock (rule 3)."""
        Item = self.env["off.catalog.item"]
        for hub, lines in (
            self.sudo().grouped(lambda line: line.order_id.off_hub_id).items()
        ):
            terms = Item._get_terms(hub, lines.product_id)
            hidden = lines.filtered(
                lambda line, t=terms: not t[line.product_id].visible
            )
            if hidden:
                order = hidden.order_id[0]
                raise UserError(
                    order._off_get_foreign_message(hidden & order.order_line)
                )
            for line in lines:
                item = terms[line.product_id].item
                if line.off_stock_item_id != item:
                    line.off_stock_item_id = item

    def _off_reserve(self, sign):
        self._off_draw(
            {
                counter: sign * quantity
                for counter, quantity in self._off_get_quantities().items()
            }
        )

    def _off_draw(self, quantities, slots=None):
        """Draw all counters of these lines or none, always in the same order.

        :param quantities: what ``_off_get_quantities`` returns, or a difference of it
        :param slots: ``{off.pickup.slot: number of orders}``
        :raise UserError: names all that is short (rule 12)
        """
        by_model = {"product.product": {}, "off.catalog.item": {}, "off.offer": {}}
        for counter, quantity in quantities.items():
            by_model[counter._name][counter] = quantity
        goods, items, offers = by_model.values()
        Availability = self.env["off.availability"].sudo()
        short = Availability._take(goods, items)
        short += self.env["off.offer"].sudo()._take(offers)
        short += self.order_id._off_draw_capacities()
        short += self.env["off.pickup.slot"].sudo()._take(slots or {})
        Availability._check_none_short(short)
        raised = [offer for offer, quantity in offers.items() if quantity > 0]
        beyond = (
            self.env["off.offer"]
            .sudo()
            .union(*raised)
            ._get_beyond_customer_limit(
                self.sudo().order_id.partner_id.commercial_partner_id
            )
        )
        Availability._check_none_short(beyond)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        added = lines.filtered(lambda line: line._off_is_validated())
        added._off_check_changeable()
        for line, price in added._off_get_offer_prices().items():
            # A line that joins a validated order is validated at the price of now.
            line._off_set_price(price)
        added._off_freeze_prices()
        added._off_apply_terms()
        added._off_reserve(1)
        return lines

    def write(self, vals):
        changed = self.browse()
        self._off_check_kept(vals)
        if {"product_uom_qty", "product_uom_id"} & vals.keys():
            changed = self.filtered(
                lambda line: line.off_offer_id and line.state == "sale"
            )
            changed._off_check_changeable()
        before = changed._off_get_quantities()
        units = {line: line.product_uom_id for line in changed}
        result = super().write(vals)
        if "product_uom_id" in vals and "price_unit" not in vals:
            for line, unit in units.items():
                # The frozen price stays, told for the other unit (rule 10).
                line._off_set_price(line.price_unit, unit)
        if changed:
            after = changed._off_get_quantities()
            changed._off_draw({key: after[key] - before[key] for key in after})
        return result

    def _off_check_kept(self, vals):
        """What was validated is what was reserved: another product is another line."""
        for name in {"product_id", "off_offer_id", "order_id"} & vals.keys():
            for line in self:
                if line._off_is_validated() and line[name].id != (vals[name] or False):
                    raise UserError(
                        self.env._(
                            "%(order)s is validated: set the quantity of %(product)s "
                            "to 0 and add a line, instead of changing its product.",
                            order=line.order_id.name,
                            product=line.product_id.display_name,
                        )
                    )

    def _off_check_changeable(self):
        closed = self.order_id.filtered(lambda order: not order._off_is_changeable())
        if closed:
            raise UserError(
                self.env._(
                    "The cycle is closed, these orders can no longer be changed: %s.",
                    ", ".join(closed.mapped("name")),
                )
            )

    # -- delivered and invoiced: from the allocations ---------------------------
    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        # Goods of a cycle leave in one transfer per pickup point, made from the
        # allocations: its lines never raise moves of their own.
        others = self.filtered(lambda line: not line.off_offer_id)
        if not others:
            return True
        return super(SaleOrderLine, others)._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )

    @api.depends("off_offer_id")
    def _compute_qty_delivered_method(self):
        cycle_lines = self.filtered("off_offer_id")
        cycle_lines.qty_delivered_method = "off_allocation"
        return super(SaleOrderLine, self - cycle_lines)._compute_qty_delivered_method()

    @api.depends("off_allocation_ids.quantity", "off_allocation_ids.date_delivered")
    def _compute_qty_delivered(self):
        return super()._compute_qty_delivered()

    def _prepare_qty_delivered(self):
        quantities = super()._prepare_qty_delivered()
        for line in self.filtered(
            lambda line: line.qty_delivered_method == "off_allocation"
        ):
            delivered = line.off_allocation_ids.filtered("date_delivered")
            if as_of := self.env.context.get("accrual_entry_date"):
                limit = fields.Date.to_date(as_of)
                delivered = delivered.filtered(
                    lambda allocation, limit=limit: (
                        fields.Date.context_today(self, allocation.date_delivered)
                        <= limit
                    )
                )
            quantities[line] = line.product_id.uom_id._compute_quantity(
                sum(delivered.mapped("quantity")), line.product_uom_id
            )
        return quantities

    @api.depends("off_offer_id")
    def _compute_qty_to_invoice(self):
        result = super()._compute_qty_to_invoice()
        # Whatever the product's own policy, a cycle invoices what was delivered, and
        # each piece once: what was credited is not asked for again.
        for line in self:
            if line.off_offer_id and line.state == "sale":
                rest = line.qty_delivered - line.qty_invoiced
                if rest > 0:
                    rest = max(rest - line._off_get_credited(), 0.0)
                line.qty_to_invoice = rest
        return result

    def _off_get_credited(self):
        """:return: what credit notes gave back, in the unit of the line"""
        self.ensure_one()
        return sum(
            one.product_uom_id._compute_quantity(one.quantity, self.product_uom_id)
            for one in self.invoice_lines
            if one.move_type == "out_refund" and one.parent_state != "cancel"
        )

    @api.depends("off_offer_id", "price_subtotal", "invoice_lines")
    def _compute_untaxed_amount_to_invoice(self):
        # Nothing to invoice until goods are handed over, whatever the product's policy;
        # then the amount of the line, if all of it came. Odoo would work out the taxes
        # of each line anew when orders are confirmed, shared out and handed over.
        rest = []
        for line in self:
            fresh = (
                line.off_offer_id and line.state == "sale" and not line.invoice_lines
            )
            if fresh and not line.qty_delivered:
                line.untaxed_amount_to_invoice = 0.0
            elif fresh and line.qty_delivered == line.product_uom_qty:
                line.untaxed_amount_to_invoice = line.price_subtotal
            else:
                rest.append(line.id)
        return super(
            SaleOrderLine, self.browse(rest)
        )._compute_untaxed_amount_to_invoice()

    @api.depends("order_id.off_cycle_id.state")
    def _compute_invoice_status(self):
        result = super()._compute_invoice_status()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for line in self:
            if not line.off_offer_id or line.state != "sale":
                continue
            if not float_is_zero(line.qty_to_invoice, precision_digits=digits):
                line.invoice_status = "to invoice"
            elif line.order_id.off_cycle_id.state in ("distributed", "settled"):
                # Short or not, nothing more comes.
                line.invoice_status = "invoiced"
            elif (
                float_compare(
                    line.qty_invoiced, line.product_uom_qty, precision_digits=digits
                )
                >= 0
            ):
                line.invoice_status = "invoiced"
            else:
                line.invoice_status = "no"
        return result
