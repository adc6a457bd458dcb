from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OffPickupPoint(models.Model):
    """A pickup point may be a round: its orders are brought to the customers."""

    _inherit = "off.pickup.point"

    carrier_id = fields.Many2one(
        "delivery.carrier",
        string="Brought home by",
        ondelete="restrict",
        domain="[('company_id', 'in', (company_id, False))]",
        help="Orders of this point are brought home within the hours of its pickups, "
        "at the price and within the area of this delivery method. Its goods leave "
        "together, as at any point. Customers collect when empty.",
    )

    @api.constrains("carrier_id", "hub_id")
    def _check_carrier(self):
        for point in self.filtered("carrier_id"):
            carrier = point.sudo().carrier_id
            if carrier.company_id - point.company_id:
                raise ValidationError(
                    self.env._(
                        "%(carrier)s is a delivery method of another operator than "
                        "%(point)s's: choose one of its own.",
                        carrier=carrier.name,
                        point=point.name,
                    )
                )
            if carrier.product_id.type != "service":
                raise ValidationError(
                    self.env._(
                        "%(carrier)s is charged as “%(product)s”, which is no service: "
                        "choose another delivery method, or make it a service.",
                        carrier=carrier.name,
                        product=carrier.product_id.display_name,
                    )
                )
