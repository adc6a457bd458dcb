from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.off_hub_network.tools.typed import read_id
from odoo.addons.off_hub_network.wizards.catalog_units import UOM_XMLIDS

from ..tools.files import read_photo

MAX_DAYS = 3650


class ProductTemplate(models.Model):
    """What a producer does with its own products.

    They are built as an import builds them (``wizards/catalog_writer.py`` of the hub
    network): one product with a value of the attribute "Format" for each of its
    variants, so that a later import finds them again.
    """

    _inherit = "product.template"

    @api.model
    def _off_get_own(self, template_id=None):
        """Products of the user's own member, archived ones too, with all rights.

        :raise AccessError: when ``template_id`` is one of others
        """
        member = self.env.user._off_get_member()
        domain = [("off_producer_id", "=", member.id), ("off_producer_id", "!=", False)]
        if template_id is not None:
            domain.append(("id", "=", template_id))
        templates = (
            self.sudo().with_context(active_test=False).search(domain, order="name, id")
        )
        if template_id is not None and not templates:
            raise AccessError(self.env._("This product is not one of yours."))
        return templates.with_context(active_test=True)

    @api.model
    def _off_save_own(self, values, formats, template_id=None):
        """Create or change a product of the user's own member, with its formats.

        :param values: of the product, as its form sends them: texts by field, lists of
            ids for ``allergens``, ``labels``, ``months`` and ``ended_packs``, ``photo``
            a FileStorage; ``pack_name`` and ``pack_quantity`` of a pack to add
        :param formats: list of dicts of texts: ``id`` of a known variant, ``name``,
            ``quantity`` and ``unit`` (content), ``price``, ``minimum``,
            ``description``, ``ended``
        :raise UserError: says which value is wrong
        """
        member = self.env.user._off_get_member()
        if not member.off_is_producer:
            raise AccessError(self.env._("Only producers have products."))
        vals = self._off_read_product(values, template_id is None)
        rows = self._off_read_formats(formats)
        pack = self._off_read_pack(values.get("pack_name"), values.get("pack_quantity"))
        if not template_id and not rows:
            raise UserError(self.env._("Fill in at least one format, with its price."))
        if template_id:
            template = self._off_get_own(template_id)
            template.write(vals)
        else:
            template = (
                self.sudo()
                .with_context(create_product_product=False)
                .create({**vals, "type": "consu", "off_producer_id": member.id})
            )
        template._off_set_formats(rows)
        template._off_set_packs(pack, values.get("ended_packs", ()))
        return template

    # -- reading what is typed ---------------------------------------------------------
    def _off_read_product(self, values, is_new):
        name = " ".join((values.get("name") or "").split())
        if not name:
            raise UserError(self.env._("Give the product a name."))
        vals = {
            "name": name[:128],
            "off_origin": (values.get("origin") or "").strip()[:128] or False,
            "off_shelf_life": self._off_read_days(values.get("shelf_life")),
        }
        storages = dict(self._fields["off_storage"]._description_selection(self.env))
        if values.get("storage") in storages:
            vals["off_storage"] = values["storage"]
        vals |= self._off_read_references(values)
        for key, field, model in (
            ("allergens", "off_allergen_ids", "off.allergen"),
            ("labels", "off_label_ids", "off.label"),
            ("months", "off_season_ids", "off.month"),
        ):
            known = self.env[model].sudo().search([("id", "in", values.get(key, []))])
            vals[field] = [Command.set(known.ids)]
        if values.get("photo"):
            vals["image_1920"] = read_photo(self.env, values["photo"])
        return vals

    def _off_read_references(self, values):
        vals = {}
        for key, field, model in (
            ("category", "categ_id", "product.category"),
            ("tax_category", "off_tax_category_id", "off.tax.category"),
        ):
            known_id = read_id(values.get(key))
            known = self.env[model].sudo().search([("id", "=", known_id)])
            if known:
                vals[field] = known.id
            elif field == "off_tax_category_id" and self.env[model].sudo().search_count(
                [], limit=1
            ):
                raise UserError(
                    self.env._("Choose the kind of goods: it decides the tax.")
                )
        return vals

    def _off_read_days(self, text):
        text = (text or "").strip() or "0"
        days = read_id(text)
        if text.strip("0") and not 0 < days <= MAX_DAYS:
            raise UserError(
                self.env._("“%s” is no number of days. Write 3, 10 or 60.", text)
            )
        return days

    def _off_read_formats(self, formats):
        """:return: list of ``(variant id or 0, name typed, values of the variant)``"""
        rows = []
        for row in formats:
            if row.get("id") or row.get("price") or row.get("name"):
                name = " ".join((row.get("name") or "").split())[:64]
                vals = self._off_read_format(row)
                rows.append((read_id(row.get("id")), name, vals))
        return rows

    def _off_read_format(self, row):
        read = self.env["product.product"]._off_read_cell
        vals = {
            "off_price": read(row.get("price")),
            "off_min_qty": read(row.get("minimum") or "0"),
            "off_description": (row.get("description") or "").strip() or False,
            "active": not row.get("ended"),
        }
        code = row.get("unit") or ("" if row.get("id") else "unit")
        if code:
            unit = self._off_get_units().get(code)
            if not unit:
                raise UserError(
                    self.env._(
                        "“%s” is no unit: choose one of the list for each format.", code
                    )
                )
            quantity = read(row.get("quantity") or "1")
            vals.update(
                off_unit_quantity=quantity,
                off_unit_uom_id=unit.id,
                **self._off_get_weights(quantity, unit),
            )
        return vals

    @api.model
    def _off_get_units(self):
        """Units in which contents are given: ``{code: uom.uom}``."""
        codes = ("kg", "g", "L", "mL")
        units = {code: self.env.ref(UOM_XMLIDS[code]).sudo() for code in codes}
        return {"unit": self.env.ref("uom.product_uom_unit").sudo(), **units}

    def _off_get_weights(self, quantity, unit):
        for field, base in (("weight", "kg"), ("volume", "kL")):
            base_unit = self.env.ref(UOM_XMLIDS[base]).sudo()
            if unit._has_common_reference(base_unit):
                return {
                    "weight": 0.0,
                    "volume": 0.0,
                    field: unit._compute_quantity(quantity, base_unit, round=False),
                }
        return {"weight": 0.0, "volume": 0.0}
