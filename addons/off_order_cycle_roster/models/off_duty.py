from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OffDuty(models.Model):
    """A kind of duty of a hub, which comes again at each of its pickups."""

    _name = "off.duty"
    _description = "Duty"
    _inherit = ["off.kept.mixin"]
    _order = "hub_id, sequence, start_offset, name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    hub_id = fields.Many2one(
        "off.hub",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env["off.hub"]._get_default(),
        domain="[('company_id', 'in', allowed_company_ids)]",
    )
    company_id = fields.Many2one(related="hub_id.company_id", store=True, index=True)
    point_ids = fields.Many2many(
        "off.pickup.point",
        string="Only at",
        domain="[('hub_id', '=', hub_id)]",
        help="Pickup points that need it. All of the hub's when empty.",
    )
    needed = fields.Integer("People", default=2, required=True)
    start_offset = fields.Float(
        "Begins",
        help="Hours after the beginning of the pickup; -1:00 for one hour before it.",
    )
    duration = fields.Float(
        "Lasts", help="Hours. Until the end of the pickup when 0:00."
    )
    needs_key = fields.Boolean(
        "Needs a key holder", help="One of those who come has to have a key."
    )
    instructions = fields.Text(help="What there is to do, as volunteers read it.")

    _needed_positive = models.Constraint(
        "CHECK (needed >= 1)", "A duty needs at least one person."
    )
    _hours = models.Constraint(
        "CHECK (start_offset BETWEEN -72 AND 72 AND duration BETWEEN 0 AND 72)",
        "A duty begins within three days of the pickup and lasts three days at most.",
    )

    @api.constrains("hub_id", "point_ids")
    def _check_points(self):
        for duty in self:
            if foreign := duty.point_ids.filtered(
                lambda point, hub=duty.hub_id: point.hub_id != hub
            ):
                raise ValidationError(
                    self.env._(
                        "%(duty)s: %(points)s are not pickup points of %(hub)s, "
                        "choose others.",
                        duty=duty.name,
                        points=", ".join(foreign.mapped("name")),
                        hub=duty.hub_id.name,
                    )
                )

    def _is_done_at(self, point):
        self.ensure_one()
        return not self.point_ids or point in self.point_ids
