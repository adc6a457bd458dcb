from odoo import fields, models

from ..engine.calendar import Rhythm


class OffHubModel(models.Model):
    """What hubs of a model start with to sell: points of pickup, fees, and the dates of
    their cycles."""

    _inherit = "off.hub.model"

    point_ids = fields.One2many(
        "off.hub.model.point", "model_id", string="Pickup points", copy=True
    )
    fee_ids = fields.One2many("off.hub.model.fee", "model_id", string="Fees", copy=True)
    every_weeks = fields.Integer(
        "Sells every … weeks",
        default=1,
        required=True,
        help="Weeks from one closing to the next.",
    )
    open_days = fields.Integer(
        "Days open", default=5, required=True, help="Days that orders are taken."
    )
    close_weekday_id = fields.Many2one(
        "off.weekday", "Closes on", help="Without it, cycles are dated by hand."
    )
    close_hour = fields.Float("Closes at", default=20.0)
    pickup_days = fields.Integer(
        "Pickup after … days",
        default=3,
        required=True,
        help="Days from closing to pickup: the producers' time to harvest and bring.",
    )
    pickup_from = fields.Float(default=17.5)
    pickup_to = fields.Float(default=19.5)

    _rhythm = models.Constraint(
        "CHECK (every_weeks >= 1 AND open_days >= 1 AND pickup_days >= 0)",
        "A hub model sells every week or less often, is open for a day or more, and "
        "hands over on the day of closing or later.",
    )
    _hours = models.Constraint(
        "CHECK (close_hour >= 0 AND close_hour < 24 AND pickup_from >= 0 "
        "AND pickup_from < pickup_to AND pickup_to < 24)",
        "Hours of a hub model go from 0:00 to 23:59, and a pickup ends after it began.",
    )

    def _get_rhythm(self):
        """:return: ``Rhythm``, None where cycles are dated by hand"""
        if not self.close_weekday_id:
            return None
        return Rhythm(
            every_weeks=self.every_weeks,
            open_days=self.open_days,
            close_weekday=self.close_weekday_id.number,
            close_hour=self.close_hour,
            pickup_days=self.pickup_days,
            pickup_from=self.pickup_from,
            pickup_to=self.pickup_to,
        )
