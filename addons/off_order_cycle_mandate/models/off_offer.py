from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OffOffer(models.Model):
    _inherit = "off.offer"

    principal_id = fields.Many2one(
        "res.partner",
        "In the name of",
        compute="_compute_principal_id",
        store=True,
        precompute=True,
        help="The producer in whose name it is sold.",
    )

    @api.depends("exchange_id.mandate_id", "incoming_id")
    def _compute_principal_id(self):
        """Of what hubs sell too: ``off.exchange._follow_mandates`` sees to it that it
        follows what is supplied."""
        for offer in self:
            # Who sells in another operator's cycle cannot read what is supplied.
            supplied = (offer.incoming_id or offer).sudo()
            offer.principal_id = supplied.exchange_id.mandate_id.producer_id

    def _get_purchase_price(self):
        """Extends: less the commission, where it is sold in the producer's name."""
        price = super()._get_purchase_price()
        mandate = self.exchange_id.mandate_id
        if mandate.commission:
            price = self.currency_id.round(price * (1 - mandate.commission / 100))
        return price

    @api.constrains("incoming_id", "exchange_id")
    def _check_sold_by_its_agent(self):
        """A mandate is that of one operator: others cannot sell under it."""
        for offer in self.sudo().filtered("incoming_id"):
            supplied = offer.incoming_id
            if supplied.principal_id and supplied.company_id != offer.company_id:
                raise ValidationError(
                    self.env._(
                        "%(product)s is sold in the name of %(producer)s, who has "
                        "%(agent)s do it, and not %(operator)s.",
                        product=offer.product_id.display_name,
                        producer=supplied.principal_id.name,
                        agent=supplied.company_id.name,
                        operator=offer.company_id.name,
                    )
                )


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    def _prepare_outgoing_offers(self, exchange, incoming):
        """Extends: hubs of other operators do not sell under a mandate."""
        company = exchange.sudo().company_id
        incoming = incoming.filtered(
            lambda offer: (
                not offer.sudo().principal_id or offer.sudo().company_id == company
            )
        )
        return super()._prepare_outgoing_offers(exchange, incoming)
