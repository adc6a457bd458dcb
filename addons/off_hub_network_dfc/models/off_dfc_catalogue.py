from decimal import Decimal

from odoo import api, models
from odoo.tools import float_repr

from odoo.addons.off_hub_network.wizards.catalog_units import UOM_XMLIDS

from ..dfc import CatalogItem, Product, ProductGroup


class OffDfc(models.AbstractModel):
    """Products, and the catalogues in which they are sold."""

    _inherit = "off.dfc"

    @api.model
    def _find_products(self, members, ids=None):
        """Products of these producers, in sudo; only ``ids`` when given."""
        domain = [("off_producer_id", "in", members.ids)]
        if ids is not None:
            domain.append(("id", "in", ids))
        return self.env["product.product"].sudo().search(domain, order="id")

    @api.model
    def _find_product_ids(self, members):
        """:return: ``{res.partner: ids of its products}``"""
        result = {}
        for product in self._find_products(members):
            result.setdefault(product.off_producer_id, []).append(product.id)
        return result

    @api.model
    def _read_products(self, products):
        """:return: ``{product.product: Product}``"""
        units = self._get_units()
        # Once for all of them: read one by one, each would ask the database.
        products.product_template_attribute_value_ids.mapped("name")
        return {product: self._prepare_product(product, units) for product in products}

    @api.model
    def _get_units(self):
        """:return: ``{id of uom.uom: our code}``, "" for the plain unit"""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        units = {find(xmlid): code for code, xmlid in UOM_XMLIDS.items()}
        return {**units, find("uom.product_uom_unit"): ""}

    @api.model
    def _prepare_product(self, product, units):
        unit = product.off_unit_uom_id
        stated = bool(product.off_unit_quantity)
        return Product(
            id=product.id,
            enterprise_id=product.off_producer_id.id,
            group_id=product.product_tmpl_id.id,
            group_name=product.name,
            label=product.product_template_attribute_value_ids[:1].name or "",
            description=product.off_description or "",
            quantity=self._decimal(product, "off_unit_quantity") if stated else None,
            unit=units.get(unit.id, ""),
            unit_name="" if unit.id in units else unit.name or "",
            type=product.categ_id.off_dfc_type or "",
        )

    @api.model
    def _read_product_groups(self, products):
        """Records of the products whose formats these are, with no others."""
        variants = {}
        for product in products:
            variants.setdefault(product.product_tmpl_id, []).append(product.id)
        return [
            ProductGroup(
                id=template.id,
                name=template.name,
                enterprise_id=template.off_producer_id.id,
                variant_ids=tuple(ids),
            )
            for template, ids in variants.items()
        ]

    # -- catalogues ------------------------------------------------------------------
    @api.model
    def _read_items(self, sellers, ids=None):
        """Catalogue items of these members.

        :param sellers: result of ``_find_sellers``
        :param ids: only these products; all when None
        :return: list of CatalogItem
        """
        sold = self._find_own_items(sellers, ids)
        for hub in self._find_hubs(sellers & self._get_own_members()):
            sold += self._find_hub_items(hub, ids)
        products = self.env["product.product"].sudo().union(*(i[1] for i in sold))
        records = self._read_products(products)
        # All rows at once, as in _read_products.
        products.off_availability_ids.mapped("available_qty")
        return [
            self._prepare_item(product, records[product], seller, price, counter)
            for seller, product, price, counter in sold
        ]

    @api.model
    def _find_own_items(self, sellers, ids):
        """What producers sell, at their own price.

        :return: list of (res.partner, product.product, price, stock apart from the
            producer's: a counter, or empty)
        """
        none = self.env["off.catalog.item"].sudo()
        return [
            (product.off_producer_id, product, product.off_price, none)
            for product in self._find_products(sellers, ids)
        ]

    @api.model
    def _find_hub_items(self, hub, ids):
        """What a hub sells of its suppliers' products, at its price."""
        products = self._find_products(hub._get_suppliers()[hub], ids)
        terms = self.env["off.catalog.item"].sudo()._get_terms(hub, products)
        return [
            (hub.partner_id, product, terms[product].price, terms[product].item)
            for product in products
            if terms[product].visible
        ]

    @api.model
    def _prepare_item(self, product, record, seller, price, counter):
        counter = counter or product.off_availability_ids[:1]
        limited = not counter.on_demand
        category = product.off_tax_category_id
        return CatalogItem(
            enterprise_id=seller.id,
            product=record,
            price=self._round(product, "off_price", price),
            currency=product.currency_id.name or "",
            sku=product.default_code or "",
            stock=self._decimal(counter, "available_qty") if limited else None,
            vat_rate=Decimal(f"{category.rate:.10g}") if category else None,
        )

    @api.model
    def _decimal(self, record, name):
        return self._round(record, name, record[name])

    @api.model
    def _round(self, record, name, value):
        """A number as this field stores it: 0.1, not the float next to it."""
        digits = record._fields[name].get_digits(self.env)
        return Decimal(float_repr(value, digits[1])).normalize()
