from odoo import api, fields, models
from odoo.fields import Command


class SaleOrder(models.Model):
    """What a customer gives to the fund with an order."""

    _inherit = "sale.order"

    def _off_set_gift(self, amount):
        """Make what this order gives ``amount``; 0 for nothing."""
        self.ensure_one()
        line = self.order_line.filtered("off_is_gift")[:1]
        if self.currency_id.compare_amounts(line.price_unit, amount) == 0:
            return
        if line:
            # The line of a validated order stays.
            self.write(
                {"order_line": [Command.update(line.id, {"price_unit": amount})]}
            )
        else:
            self.write({"order_line": [Command.create(self._off_prepare_gift(amount))]})

    def _off_get_gift(self):
        return sum(self.order_line.filtered("off_is_gift").mapped("price_total"))

    def _off_prepare_gift(self, amount):
        product = self.env.ref(
            "off_order_cycle_solidarity.product_gift"
        ).product_variant_id
        lang = self.partner_id.lang or self.env.lang
        return {
            "product_id": product.id,
            "name": product.with_context(lang=lang).name,
            "product_uom_qty": 1.0,
            "price_unit": amount,
            "tax_ids": [Command.clear()],
            "off_is_gift": True,
            "sequence": 1500,
        }

    def _get_copiable_order_lines(self):
        # A gift was given once.
        lines = super()._get_copiable_order_lines()
        return lines.filtered(lambda line: not line.off_is_gift)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    off_is_gift = fields.Boolean("Gift to a fund", readonly=True, copy=False)

    def _off_is_shared(self):
        """Whether a solidarity price holds for this line."""
        self.ensure_one()
        return bool(self.off_offer_id) or self.off_is_fee

    @api.depends("off_is_gift")
    def _compute_price_unit(self):
        others = self.filtered(lambda line: not line.off_is_gift)
        return super(SaleOrderLine, others)._compute_price_unit()

    @api.depends("off_is_gift")
    def _compute_tax_ids(self):
        others = self.filtered(lambda line: not line.off_is_gift)
        return super(SaleOrderLine, others)._compute_tax_ids()

    @api.depends("off_is_gift")
    def _compute_name(self):
        others = self.filtered(lambda line: not line.off_is_gift)
        return super(SaleOrderLine, others)._compute_name()

    @api.depends("off_is_gift")
    def _compute_qty_delivered_method(self):
        gifts = self.filtered("off_is_gift")
        gifts.qty_delivered_method = "manual"
        return super(SaleOrderLine, self - gifts)._compute_qty_delivered_method()

    def _prepare_invoice_line(self, **optional_values):
        """Extends sale: a gift is no income, it belongs to the fund."""
        vals = super()._prepare_invoice_line(**optional_values)
        if self.off_is_gift:
            fund = self.order_id.sudo().off_hub_id.solidarity_fund_id
            vals["account_id"] = fund.account_id.id
        return vals
