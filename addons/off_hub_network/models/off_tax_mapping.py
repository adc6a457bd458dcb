from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OffTaxMapping(models.Model):
    """The taxes of one operator for one tax category."""

    _name = "off.tax.mapping"
    _description = "Tax Mapping"
    _inherit = ["off.kept.mixin"]
    _order = "company_id, category_id"
    _check_company_auto = True

    category_id = fields.Many2one(
        "off.tax.category", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company",
        string="Operator",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    sale_tax_ids = fields.Many2many(
        "account.tax",
        "off_tax_mapping_sale_rel",
        string="Sales taxes",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
    )
    purchase_tax_ids = fields.Many2many(
        "account.tax",
        "off_tax_mapping_purchase_rel",
        string="Purchase taxes",
        domain=[("type_tax_use", "=", "purchase")],
        check_company=True,
    )

    _category_company_uniq = models.UniqueIndex(
        "(category_id, company_id)",
        "This operator already maps this tax category.",
    )

    @api.constrains("sale_tax_ids", "purchase_tax_ids")
    def _check_included(self):
        for mapping in self:
            taxes = mapping.sale_tax_ids | mapping.purchase_tax_ids
            on_top = taxes.filtered(lambda tax: not tax.price_include)
            if on_top:
                raise ValidationError(
                    self.env._(
                        "%(taxes)s of %(operator)s: prices in cycles have their taxes "
                        "in them. For %(name)s choose taxes that are included in "
                        "prices.",
                        taxes=", ".join(on_top.mapped("name")),
                        operator=mapping.company_id.name,
                        name=mapping.category_id.name,
                    )
                )

    def _put_into_prices(self):
        """Replace what is on top of prices by its twins that are in them."""
        for mapping in self:
            names = ("sale_tax_ids", "purchase_tax_ids")
            if all(tax.price_include for name in names for tax in mapping[name]):
                continue
            mapping.write(
                {
                    name: [
                        fields.Command.set(
                            [tax._off_get_included().id for tax in mapping[name]]
                        )
                    ]
                    for name in names
                }
            )

    @api.model_create_multi
    def create(self, vals_list):
        mappings = super().create(vals_list)
        mappings._apply_to_products()
        return mappings

    def write(self, vals):
        result = super().write(vals)
        self._apply_to_products()
        return result

    def unlink(self):
        categories = self.category_id
        result = super().unlink()
        self._apply_to_products(categories)
        return result

    def _apply_to_products(self, categories=None):
        categories = self.category_id if categories is None else categories
        templates = (
            self.env["product.template"]
            .sudo()
            .with_context(active_test=False)
            .search([("off_tax_category_id", "in", categories.ids)])
        )
        if templates:
            categories._apply_to_products(templates)
