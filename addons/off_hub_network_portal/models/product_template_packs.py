from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_compare

from odoo.addons.off_hub_network.wizards.catalog_known import fold


class ProductTemplate(models.Model):
    """Packs of a product, as its producer gives and takes them.

    A pack is a unit of measure that all producers share: a producer only chooses among
    those that there are, adds one that is missing, and lets go of one. It never changes
    or deletes any.
    """

    _inherit = "product.template"

    @api.model
    def _off_read_pack(self, name, quantity):
        """What was typed of a pack to add.

        :return: ``(name, quantity)``, or None where nothing was typed
        :raise UserError: says what is wrong
        """
        name, quantity = " ".join((name or "").split())[:48], (quantity or "").strip()
        if not name and not quantity:
            return None
        if not name:
            raise UserError(
                self.env._("Say what the pack of %s is: a crate, a box…", quantity)
            )
        if not quantity:
            raise UserError(self.env._("Say how many units “%s” holds.", name))
        number = self.env["product.product"]._off_read_cell(quantity)
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        if float_compare(number, 0, precision_digits=digits) <= 0:
            raise UserError(
                self.env._("“%s” must hold more than 0. Write 6, 12 or 2,5.", name)
            )
        return name, number

    def _off_set_packs(self, pack, ended=()):
        """Add a pack to this product, and take others off it.

        :param pack: as ``_off_read_pack`` returns it, or None
        :param ended: ids of units of measure
        """
        self.ensure_one()
        commands = [
            Command.unlink(uom.id) for uom in self.uom_ids if uom.id in set(ended)
        ]
        if pack:
            commands.append(Command.link(self._off_get_pack(*pack).id))
        if commands:
            self.write({"uom_ids": commands})

    def _off_get_pack(self, name, quantity):
        """The unit of measure of a pack, which is made if there is none.

        :raise UserError: when it is one of this product's already
        """
        name = self._off_get_pack_name(name, quantity)
        pack = self._off_find_pack(name, quantity)
        if pack and pack in self.uom_ids:
            raise UserError(
                self.env._(
                    "“%(pack)s” is one of the packs of %(product)s already.",
                    pack=name,
                    product=self.name,
                )
            )
        return pack or self.env["uom.uom"].sudo().create(
            {
                "name": name,
                "relative_factor": quantity,
                "relative_uom_id": self.uom_id.id,
            }
        )

    def _off_find_pack(self, name, quantity):
        same = (
            self.env["uom.uom"]
            .sudo()
            .search([("relative_uom_id", "=", self.uom_id.id)], order="id")
        )
        return same.filtered(
            lambda uom: (
                fold(uom.name) == fold(name)
                and not float_compare(uom.relative_factor, quantity, precision_digits=6)
            )
        )[:1]

    def _off_get_pack_name(self, name, quantity):
        """“Crate of 12”, “Sack of 25 kg”: names of units stand alone on orders and
        invoices, where “Crate” would say nothing."""
        if self._off_is_number_told(name, quantity):
            return name
        number = self._off_write_number(quantity)
        if self.uom_id != self.env.ref("uom.product_uom_unit"):
            number = f"{number} {self.uom_id.name}"
        return self.env._("%(pack)s of %(number)s", pack=name, number=number)
