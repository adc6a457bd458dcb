from odoo import fields, models

from ..directory import get_runs
from .calendar_names import get_months
from .res_partner import get_image_url


class ProductTemplate(models.Model):
    """A product as the directory shows it: what it is and when, never its price, which
    each hub settles with its producer. Call with sudo."""

    _inherit = "product.template"

    def _off_get_cards(self):
        photos = self._off_get_photo_urls(256)
        variants = self._off_get_variants()
        month = fields.Date.context_today(self).month
        names = get_months(self.env)
        storages = dict(self._fields["off_storage"]._description_selection(self.env))
        return [
            {
                "id": product.id,
                "name": product.name,
                "formats": variants[product]._off_get_formats(),
                "packs": product._off_get_pack_names(),
                "season": product._off_format_season(names),
                "is_in_season": month in product._off_get_months(),
                "storage": storages.get(product.off_storage)
                if product.off_storage != "ambient"
                else "",
                "labels": product.off_shown_label_ids.mapped("name"),
                "origin": product.off_origin or "",
                "allergens": product.off_allergen_ids.mapped("name"),
                "description": variants[product][:1].off_description or "",
                "photo": photos.get(product),
                "tint": f"o_off_tint_{product.id % 6}",
                "initials": product.name[:1].upper(),
            }
            for product in self
        ]

    def _off_get_variants(self):
        """:return: ``{product.template: product.product}``, with what cards tell"""
        variants = self.env["product.product"].search_fetch(
            [("product_tmpl_id", "in", self.ids)],
            [
                "product_tmpl_id",
                "off_unit_quantity",
                "off_unit_uom_id",
                "off_description",
            ],
            order="id",
        )
        nothing = self.env["product.product"]
        return dict.fromkeys(self, nothing) | variants.grouped("product_tmpl_id")

    def _off_get_months(self):
        """:return: numbers of the months that the product is in season"""
        numbers = self.env["off.month"]._get_numbers()
        return [numbers[id_] for id_ in self.off_season_ids.ids]

    def _off_format_season(self, names):
        """“June – September”; nothing where it can be had all year.

        :param names: ``{number: name}`` of the months
        """
        runs = get_runs(self._off_get_months())
        return ", ".join(
            names[first] if first == last else f"{names[first]} – {names[last]}"
            for first, last in runs
        )

    def _off_get_photo_urls(self, size):
        """:return: ``{product.template: address}`` of those that have a photo"""
        images = self.env["ir.attachment"].search_fetch(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "image_1920"),
                ("res_id", "in", self.ids),
            ],
            ["res_id", "write_date"],
        )
        urls = {}
        for image in images:
            product = self.browse(image.res_id)
            urls[product] = get_image_url("product", product, size, image.write_date)
        return urls
