from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    off_principal_id = fields.Many2one(
        "res.partner",
        "In the name of",
        compute="_compute_off_principal_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="The producer in whose name it is sold (rule 27).",
    )

    @api.depends("off_offer_id", "off_warehouse_id")
    def _compute_off_principal_id(self):
        """Who sells is settled when a cycle opens, before anybody orders."""
        for line in self.sudo():
            # What the hub sells from a warehouse of its own is its own.
            line.off_principal_id = (
                not line.off_warehouse_id and line.off_offer_id.principal_id
            )

    def _off_get_mandate(self):
        self.ensure_one()
        return self.sudo().off_offer_id.incoming_id.exchange_id.mandate_id

    @api.depends("off_principal_id")
    def _compute_tax_ids(self):
        """Extends sale: what is sold in a producer's name has the producer's taxes."""
        result = super()._compute_tax_ids()
        for line in self.filtered("off_principal_id"):
            line.tax_ids = line._off_get_mandate()._get_taxes(line.product_id)
        return result

    def _off_get_inherited_taxes(self):
        """Extends: a fee is the hub's, and taxed as its own goods would be."""
        if not self.off_principal_id:
            return super()._off_get_inherited_taxes()
        taxes = self.product_id.taxes_id._filter_taxes_by_company(self.company_id)
        return self.order_id.fiscal_position_id.map_tax(taxes)

    def _prepare_invoice_line(self, **optional_values):
        """Extends sale: it is a debt to the producer."""
        vals = super()._prepare_invoice_line(**optional_values)
        if self.off_principal_id:
            vals.update(
                off_principal_id=self.off_principal_id.id,
                account_id=self.company_id.sudo().off_agency_account_id.id,
            )
        return vals

    def _off_get_principals_part(self, quantity, price, discount):
        """What the producer gets of what was invoiced, taxes included.

        :param quantity: invoiced, in the unit of this line
        :param price, discount: of the invoice: it differs from the order's where goods
            were weighed, or where a credit note gives back a part of the price
        :return: Decimal
        """
        self.ensure_one()
        units = self.product_uom_id._compute_quantity(
            quantity, self.product_id.uom_id, round=False
        )
        asked = self.price_unit * (1 - (self.discount or 0.0) / 100)
        given = price * (1 - (discount or 0.0) / 100)
        part = Decimal(float_repr(self.off_purchase_price, 6))
        part *= Decimal(float_repr(units, 6))
        if asked and given != asked:
            part *= Decimal(float_repr(given, 6)) / Decimal(float_repr(asked, 6))
        return Decimal(float_repr(self.currency_id.round(float(part)), 6))
