from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_repr, remove_accents

from ..tools.numbers import read_quantity

MAX_NUMBER = 999_999


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def _off_get_own_domain(self):
        """Formats of the member that the user speaks for; nothing of nobody."""
        member = self.env.user._off_get_member()
        return [("off_producer_id", "=", member.id), ("off_producer_id", "!=", False)]

    @api.model
    def _off_get_own(self, ids=None):
        """Formats of the user's own member, with all rights, in the order of a price
        list.

        :param ids: these only; all by default
        :raise AccessError: when one of ``ids`` is not the member's
        """
        domain = self._off_get_own_domain()
        if ids is not None:
            domain.append(("id", "in", list(ids)))
        products = self.sudo().search(domain, order="name, id")
        if ids is not None and set(ids) - set(products.ids):
            raise AccessError(self.env._("This product is not one of yours."))
        return products

    @api.model
    def _off_get_grid(self, search=""):
        """What the availability page shows, in as many queries for 3 products as for
        300.

        :param search: words that the name must hold
        :return: list of dicts: ``product``, ``name``, ``unit`` and the cells as text
        """
        products = self._off_get_own()
        # All at once: a slice of one, as in the lines, reads one.
        products.off_availability_ids.fetch(
            ["declared_qty", "reserved_qty", "on_demand"]
        )
        words = remove_accents(search).casefold().split()
        lines = [product._off_get_grid_line() for product in products]
        return [
            line
            for line in lines
            if all(word in remove_accents(line["name"]).casefold() for word in words)
        ]

    def _off_get_grid_line(self):
        self.ensure_one()
        availability = self.off_availability_ids[:1]
        line = {
            "product": self,
            "name": self.with_context(display_default_code=False).display_name,
            "unit": self.uom_id.name,
            "on_demand": availability.on_demand,
        }
        for name, value in (
            ("declared", availability.declared_qty),
            ("reserved", availability.reserved_qty),
            ("left", availability.available_qty),
        ):
            line[name] = self._off_write_quantity(value)
        line["price"] = self._off_write_price()
        return line

    def _off_write_quantity(self, value):
        return self.env["product.template"]._off_write_number(value)

    def _off_write_price(self):
        digits = self._fields["off_price"].get_digits(self.env)[1]
        mark = self._off_get_decimal_mark()
        return float_repr(self.off_price, digits).replace(".", mark)

    def _off_get_decimal_mark(self):
        code = self.env.context.get("lang") or "en_US"
        return self.env["res.lang"]._get_data(code=code).decimal_point or "."

    def _off_set_own_cell(self, name, text):
        """Write one cell of the availability page.

        :param name: ``declared``, ``price`` or ``on_demand``
        :param text: as typed; for ``on_demand`` empty is no
        :raise UserError: says what is wrong with what was typed
        """
        self.ensure_one()
        product = self._off_get_own(self.ids)
        if name == "on_demand":
            product.off_availability_ids.on_demand = bool(text)
        elif name == "declared":
            # Who empties the cell has none left.
            quantity = self._off_read_cell((text or "").strip() or "0")
            product.off_availability_ids.declared_qty = quantity
        elif name == "price":
            product.off_price = self._off_read_cell(text)
        else:
            raise UserError(self.env._("There is no column “%s”.", name))
        return product

    @api.model
    def _off_read_cell(self, text):
        """The number that a producer typed.

        :raise UserError: when it is none, negative, huge, or could be read in two ways
        """
        number, problem = read_quantity(text, MAX_NUMBER)
        if not problem:
            return float(number)
        messages = {
            "none": self.env._("“%s” is not a number. Write 12 or 12,5.", text),
            "negative": self.env._("“%s” is negative. Write 0 or more.", text),
            "huge": self.env._("“%s” is too much.", text),
            "unclear": self.env._(
                "“%s” could be read in two ways: write the thousands without a mark, "
                "or one more decimal.",
                text,
            ),
        }
        raise UserError(messages[problem])

    def _off_write_format(self, vals, is_kept):
        """Write what a producer says of a format.

        :param is_kept: False for a product that is archived: its formats stay so
        """
        self.ensure_one()
        if not is_kept:
            vals = {key: value for key, value in vals.items() if key != "active"}
        self.with_context(off_defer_sales_price=True).write(vals)

    def _off_get_content(self):
        self.ensure_one()
        return {
            "off_unit_quantity": self.off_unit_quantity,
            "off_unit_uom_id": self.off_unit_uom_id.id,
        }

    def _off_get_format_row(self):
        """Texts of the form of this format."""
        self.ensure_one()
        units = self.product_tmpl_id._off_get_units()
        codes = {unit: code for code, unit in units.items()}
        minimum = self._off_write_quantity(self.off_min_qty)
        return {
            "id": str(self.id),
            "name": self.product_template_attribute_value_ids[:1].name or "",
            "quantity": self._off_write_quantity(self.off_unit_quantity or 1.0),
            "unit": codes.get(self.off_unit_uom_id, ""),
            "other_unit": self.off_unit_uom_id.name or "",
            "price": self._off_write_price(),
            "minimum": "" if minimum == "0" else minimum,
            "description": self.off_description or "",
            "ended": "" if self.active or not self.product_tmpl_id.active else "1",
        }
