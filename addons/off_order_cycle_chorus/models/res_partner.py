from odoo import fields, models

# What a public buyer's invoices bear: {field of the contact: field of the invoice}.
REFERENCES = {
    "off_service_code": "buyer_reference",
    "off_engagement": "purchase_order_reference",
    "off_contract": "contract_reference",
}


class ResPartner(models.Model):
    """What Chorus Pro, or a buyer's own accountant, asks of invoices."""

    _inherit = "res.partner"

    off_service_code = fields.Char(
        "Service code",
        help="Of the service that pays, in the directory of Chorus Pro. Of a contact "
        "without one, that of its enterprise.",
    )
    off_engagement = fields.Char(
        "Engagement number",
        help="Of a commitment that holds for many orders. Where each order has its "
        "own, it is written on the order.",
    )
    off_contract = fields.Char("Contract number", help="Of the public contract.")
    off_needs_service_code = fields.Boolean(
        "Needs a service code",
        help="The buyer refuses invoices without: they wait until it is known.",
    )
    off_needs_engagement = fields.Boolean(
        "Needs an engagement number",
        help="The buyer refuses invoices without: they wait until it is known.",
    )

    def _off_get_reference(self, name):
        """:param name: a key of ``REFERENCES``"""
        return self[name] or self.commercial_partner_id[name]

    def _off_get_needed_references(self):
        """:return: keys of ``REFERENCES`` that invoices to this buyer cannot lack"""
        both = self | self.commercial_partner_id
        needed = []
        if any(both.mapped("off_needs_service_code")):
            needed.append("off_service_code")
        if any(both.mapped("off_needs_engagement")):
            needed.append("off_engagement")
        return needed

    def _off_is_public_buyer(self):
        """Whether anything of this is known or asked."""
        return bool(self._off_get_needed_references()) or any(
            self._off_get_reference(name) for name in REFERENCES
        )
