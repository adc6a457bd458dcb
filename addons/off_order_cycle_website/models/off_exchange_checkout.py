from odoo import models
from odoo.exceptions import UserError


class OffExchange(models.Model):
    """The cart by which a basket is paid: one for each customer and sale (rule 9)."""

    _inherit = "off.exchange"

    def _find_website_cart(self, partner):
        """The cart of ``partner`` in this sale that is not validated, or nothing.

        One for which a payment is under way is left alone.
        """
        self.ensure_one()
        carts = self.env["sale.order"].search(
            [
                ("partner_id", "=", partner.id),
                ("off_exchange_id", "=", self.id),
                ("website_id", "!=", False),
                ("state", "=", "draft"),
            ]
        )
        return carts.filtered(lambda cart: not cart._off_is_being_paid())[:1]

    def _get_website_cart(self, partner, website, quantities, slot, tolerances=None):
        """The cart of ``partner`` in this sale, with what is chosen.

        :param quantities: ``{off.offer of this exchange: whole units}``
        :param tolerances: ``{off.offer: whole units}`` accepted on top
        :raise UserError: says to the customer what to change
        """
        self.ensure_one()
        if not quantities:
            raise UserError(self.env._("Choose at least one product."))
        if not slot:
            raise UserError(self.env._("Choose where and when you collect your order."))
        cart = self._find_website_cart(partner) or self.env["sale.order"].with_company(
            self.company_id
        ).create(
            {
                "partner_id": partner.id,
                "company_id": self.company_id.id,
                "website_id": website.id,
                "off_exchange_id": self.id,
            }
        )
        cart._off_set_chosen(quantities, slot)
        cart.write({"order_line": cart._off_prepare_tolerances(tolerances or {})})
        return cart
