from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr

from ..engine.charges import ChargedLine
from ..engine.fees import FeeLine
from ..tools.closing import LATER
from .off_exchange_fees import COORDINATOR

# What the fees of an order depend on.
CHARGED = {
    "product_uom_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "off_offer_id",
}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    off_is_fee = fields.Boolean("Is a fee", readonly=True, copy=False)
    off_fee_ids = fields.One2many(
        "off.order.fee", "sale_line_id", string="Fees", readonly=True
    )

    def _off_prepare_charged(self, quantity):
        """
        :param quantity: in the product's unit
        :return: ``engine.charges.ChargedLine``
        """
        self.ensure_one()
        product, pack = self.product_id, self.product_uom_id
        price = pack._compute_price(self.price_unit, product.uom_id)
        price *= 1 - (self.discount or 0.0) / 100
        return ChargedLine(
            FeeLine(
                Decimal(float_repr(price, 6)).normalize(),
                Decimal(float_repr(quantity, 6)).normalize(),
                Decimal(float_repr(product.weight, 6)),
            ),
            frozenset(
                (
                    self.off_offer_id.incoming_id.exchange_id.id,
                    self.order_id.off_exchange_id.id,
                    COORDINATOR,
                )
            ),
            tuple(self._off_get_inherited_taxes().ids),
        )

    def _off_get_inherited_taxes(self):
        """Hook: taxes of a fee that is taxed as the goods of this line."""
        return self.tax_ids

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._off_update_fees()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not CHARGED.isdisjoint(vals):
            self._off_update_fees()
        return result

    def unlink(self):
        orders = self.filtered("off_offer_id").order_id
        result = super().unlink()
        if orders and self.env.context.get("off_fees") is not LATER:
            orders.exists()._off_update_fees()
        return result

    def _off_update_fees(self):
        if self.env.context.get("off_fees") is not LATER:
            self.filtered("off_offer_id").order_id._off_update_fees()

    def _check_line_unlink(self):
        # The line of a fee goes when nothing is left to bear it.
        refused = super()._check_line_unlink()
        return refused.filtered(lambda line: not line.off_is_fee)

    @api.depends("off_is_fee")
    def _compute_tax_ids(self):
        # Told by whoever charges the fee.
        return super(
            SaleOrderLine, self.filtered(lambda line: not line.off_is_fee)
        )._compute_tax_ids()

    @api.depends("off_is_fee")
    def _compute_price_unit(self):
        return super(
            SaleOrderLine, self.filtered(lambda line: not line.off_is_fee)
        )._compute_price_unit()

    @api.depends("off_is_fee")
    def _compute_name(self):
        return super(
            SaleOrderLine, self.filtered(lambda line: not line.off_is_fee)
        )._compute_name()

    @api.depends("off_is_fee")
    def _compute_qty_delivered_method(self):
        fees = self.filtered("off_is_fee")
        fees.qty_delivered_method = "manual"
        return super(SaleOrderLine, self - fees)._compute_qty_delivered_method()

    @api.depends("off_is_fee")
    def _compute_invoice_status(self):
        result = super()._compute_invoice_status()
        for line in self:
            if (
                line.off_is_fee
                and line.invoice_status == "no"
                and line.order_id.off_cycle_id.state in ("distributed", "settled")
            ):
                # Nothing was handed over that bears it: nothing more comes.
                line.invoice_status = "invoiced"
        return result

    def _prepare_invoice_line(self, **optional_values):
        """Extends sale: what a fee came to for what was handed over, on its account."""
        vals = super()._prepare_invoice_line(**optional_values)
        if self.off_is_fee:
            rows = self.sudo().off_fee_ids
            vals.update(
                name=self.name,
                price_unit=sum(rows.mapped("amount_final")),
                off_beneficiary_id=rows.beneficiary_id.id,
            )
            if rows.account_id:
                vals["account_id"] = rows.account_id.id
        return vals

    def _off_set_fee(self, amount):
        """Price and name of the line of one or several fees."""
        self.ensure_one()
        vals = {}
        if self.currency_id.compare_amounts(self.price_unit, amount):
            vals["price_unit"] = vals["technical_price_unit"] = amount
        name = self._off_get_fee_title()
        if self.name != name:
            vals["name"] = name
        if vals:
            self.with_context(off_fees=LATER).write(vals)

    def _off_get_fee_title(self):
        """“Packing, transport (for North Carriers)”"""
        rows = self.off_fee_ids
        names = ", ".join(dict.fromkeys(rows.mapped("name")))
        beneficiary = rows.beneficiary_id
        if beneficiary == self.order_id.off_hub_id.partner_id:
            return names
        lang = self.order_id.partner_id.lang or self.env.lang
        return self.with_context(lang=lang).env._(
            "%(fees)s (for %(beneficiary)s)",
            fees=names,
            beneficiary=beneficiary.display_name,
        )
