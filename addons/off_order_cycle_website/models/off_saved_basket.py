from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

MOST = 30
LONGEST = 60


class OffSavedBasket(models.Model):
    """What a customer orders again and again at a hub, under a name: products, so that
    it fits later sales."""

    _name = "off.saved.basket"
    _description = "Saved Basket"
    _inherit = ["off.kept.mixin"]
    _order = "name, id"

    name = fields.Char(required=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    hub_id = fields.Many2one(
        "off.hub", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="hub_id.company_id", store=True)
    line_ids = fields.One2many("off.saved.basket.line", "basket_id", "Products")

    _name_uniq = models.UniqueIndex(
        "(partner_id, hub_id, lower(name))", "Another of your baskets has this name."
    )

    @api.model
    def _get_own(self, partner, hub):
        return self.sudo().search(
            [("partner_id", "=", partner.id), ("hub_id", "=", hub.id)]
        )

    @api.model
    def _save(self, partner, hub, name, quantities):
        """Keep ``quantities`` under ``name``; what had this name is replaced.

        :param quantities: ``{off.offer: whole units}``
        :raise UserError: says to the customer what to change
        """
        name = self._read_name(name)
        if not quantities:
            raise UserError(self.env._("Choose at least one product."))
        own = self._get_own(partner, hub)
        basket = own.filtered(lambda one: one.name.lower() == name.lower())
        if not basket and len(own) >= MOST:
            raise UserError(
                self.env._(
                    "You have %s saved baskets here: delete one before you add "
                    "another.",
                    MOST,
                )
            )
        lines = [
            Command.create({"product_id": offer.product_id.id, "quantity": quantity})
            for offer, quantity in quantities.items()
        ]
        if basket:
            basket.write({"name": name, "line_ids": [Command.clear(), *lines]})
            return basket
        return own.create(
            {
                "name": name,
                "partner_id": partner.id,
                "hub_id": hub.id,
                "line_ids": lines,
            }
        )

    def _rename(self, name):
        """:raise UserError: says to the customer what to change"""
        self.ensure_one()
        name = self._read_name(name)
        others = self._get_own(self.partner_id, self.hub_id) - self
        if name.lower() in others.mapped(lambda one: one.name.lower()):
            raise UserError(
                self.env._("You have a basket “%s” already: choose another name.", name)
            )
        self.name = name

    @api.model
    def _read_name(self, name):
        name = " ".join((name or "").split())
        if not name:
            raise UserError(self.env._("Give your basket a name, such as “Our week”."))
        return name[:LONGEST]

    def _fit(self, left):
        """What of it is sold now.

        :param left: what ``off.exchange._get_left`` returns
        :return: (``{off.offer: whole units}``, product.product that are not to be had)
        """
        self.ensure_one()
        sold = {offer.product_id: offer for offer in self.env["off.offer"].browse(left)}
        quantities, gone = {}, self.env["product.product"]
        for line in self.line_ids:
            offer = sold.get(line.product_id)
            limit = left[offer.id] if offer else 0
            if had := line.quantity if limit is None else min(limit, line.quantity):
                quantities[offer] = had
            else:
                gone |= line.product_id
        return quantities, gone
