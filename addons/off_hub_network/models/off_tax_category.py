from odoo import api, fields, models


class OffTaxCategory(models.Model):
    """What a product is for tax, the same for everybody; each operator's taxes are
    found through ``off.tax.mapping``."""

    _name = "off.tax.category"
    _description = "Tax Category"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    rate = fields.Float(
        string="Rate (%)",
        digits=(5, 2),
        help="Usual rate of this category, to find each operator's taxes.",
    )
    import_names = fields.Char(
        help="Names of this category in imported files, separated by semicolons.",
    )
    mapping_ids = fields.One2many("off.tax.mapping", "category_id")

    _name_uniq = models.UniqueIndex("(name)", "A tax category with this name exists.")

    @api.model
    def _apply_to_products(self, templates=None):
        """Give products the taxes that each operator maps to their category.

        A product is shared while its taxes are those of every operator: the category
        decides, so a chart of accounts installed later leaves no stray default.

        :param templates: products to treat, all that have a category by default
        """
        domain = [("off_tax_category_id", "!=", False)]
        if templates is not None:
            domain.append(("id", "in", templates.ids))
        groups = (
            self.env["product.template"]
            .sudo()
            .with_context(active_test=False)
            ._read_group(domain, ["off_tax_category_id"], ["id:recordset"])
        )
        for category, products in groups:
            mappings = category.sudo().mapping_ids
            products.with_context(off_keep_taxes=True).write(
                {
                    "taxes_id": [fields.Command.set(mappings.sale_tax_ids.ids)],
                    "supplier_taxes_id": [
                        fields.Command.set(mappings.purchase_tax_ids.ids)
                    ],
                }
            )

    @api.model
    def _map_company(self, company):
        """Map every category to the taxes of ``company``, if it is liable to VAT, and
        put taxes into prices that were mapped on top of them."""
        categories = self.sudo().search([])
        Mapping = self.env["off.tax.mapping"].sudo()
        mapped = Mapping.search([("company_id", "=", company.id)])
        if company.off_vat_exempt:
            mapped.unlink()
            return
        mapped._put_into_prices()
        Mapping.create(
            [
                {"company_id": company.id, "category_id": category.id, **taxes}
                for category in categories - mapped.category_id
                if (taxes := category._prepare_mapping_taxes(company))
            ]
        )

    def _prepare_mapping_taxes(self, company):
        """Values of the taxes that ``company`` applies to this category.

        :return: ``{"sale_tax_ids": …, "purchase_tax_ids": …}``, empty when the company
            has no tax of this rate.
        """
        self.ensure_one()
        taxes = self._find_taxes(company)
        if not all(taxes.values()):
            return {}
        included = {use: tax._off_get_included() for use, tax in taxes.items()}
        for tax in included.values():
            tax.active = True
        return {
            "sale_tax_ids": [fields.Command.set(included["sale"].ids)],
            "purchase_tax_ids": [fields.Command.set(included["purchase"].ids)],
        }

    def _find_taxes(self, company):
        """Domestic taxes on goods with this category's rate, archived ones included:
        a chart of accounts ships its reduced rates archived."""
        Tax = self.env["account.tax"].sudo().with_context(active_test=False)
        return {
            use: Tax.search(
                [
                    ("company_id", "=", company.id),
                    ("type_tax_use", "=", use),
                    ("amount_type", "=", "percent"),
                    ("amount", "=", self.rate),
                    ("tax_scope", "in", ("consu", False)),
                    ("price_include_override", "!=", "tax_excluded"),
                ],
                order="price_include_override nulls first, sequence, id",
                limit=1,
            )
            for use in ("sale", "purchase")
        }
