import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from ..tools.words import write_number

NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")


class ProductTemplate(models.Model):
    """Packs of a producer's product: Odoo's packagings, "Crate of 12", told in the unit
    that the product is sold in. They are the same for all its formats."""

    _inherit = "product.template"

    off_packs = fields.Char(
        "Packs hold",
        compute="_compute_off_packs",
        help="What each pack holds, in the unit of the product.",
    )

    @api.depends("uom_ids.name", "uom_ids.factor", "uom_id.name", "uom_id.factor")
    @api.depends_context("lang")
    def _compute_off_packs(self):
        for template in self:
            template.off_packs = ", ".join(template._off_get_pack_names())

    @api.constrains("uom_ids", "uom_id", "off_producer_id")
    def _check_packs(self):
        """A pack that cannot be counted in the product's unit has no quantity and no
        price: Odoo would multiply all the same."""
        for template in self.filtered("off_producer_id"):
            unit = template.uom_id
            for pack in template.uom_ids:
                if not pack._has_common_reference(unit):
                    raise ValidationError(
                        self.env._(
                            "“%(pack)s” is no pack of %(product)s, which is sold in "
                            "%(unit)s. Choose a pack whose reference unit is %(unit)s, "
                            "or a multiple of it.",
                            pack=pack.name,
                            product=template.name,
                            unit=unit.name,
                        )
                    )
                if pack.factor <= 0:
                    raise ValidationError(
                        self.env._(
                            "“%(pack)s” of %(product)s must hold more than 0 %(unit)s.",
                            pack=pack.name,
                            product=template.name,
                            unit=unit.name,
                        )
                    )

    def _off_get_packs(self):
        """:return: list of ``(uom.uom, how many units of the product it holds)``, the
        smallest first"""
        self.ensure_one()
        packs = (self.uom_ids - self.uom_id).sorted("factor")
        return [(pack, self._off_get_pack_quantity(pack)) for pack in packs]

    def _off_get_pack_quantity(self, pack):
        return pack._compute_quantity(1.0, self.uom_id, rounding_method="HALF-UP")

    def _off_get_pack_names(self):
        """“Crate of 12”, “Pallet (480 Units)”: a name that tells the number is enough.

        :return: list of texts, the smallest pack first
        """
        names = []
        for pack, quantity in self._off_get_packs():
            told = pack.name
            if not self._off_is_number_told(told, quantity):
                told = f"{told} ({self._off_write_number(quantity)} {self.uom_id.name})"
            names.append(told)
        return names

    @api.model
    def _off_is_number_told(self, name, quantity):
        return any(
            not float_compare(float(text.replace(",", ".")), quantity, 4)
            for text in NUMBER.findall(name)
        )

    @api.model
    def _off_write_number(self, quantity):
        """A quantity without idle zeros, with the decimal mark of the language."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return write_number(self.env, quantity, digits)
