from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.reminders import MAX_DAYS, read_days


class OffHub(models.Model):
    """How a hub shares its duties among its members."""

    _inherit = "off.hub"

    duty_ids = fields.One2many(
        "off.duty",
        "hub_id",
        string="Duties",
        context={"active_test": False},
        groups="off_hub_network.group_user",
    )
    duty_user_id = fields.Many2one(
        "res.users",
        string="Roster kept by",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Is told when people are lacking. Whoever made the cycle when empty.",
    )
    duty_minimum = fields.Integer(
        "Duties of a member", help="How many each member should do in a period."
    )
    duty_period = fields.Selection(
        [
            ("month", "Each month"),
            ("quarter", "Each quarter"),
            ("half", "Each half year"),
            ("year", "Each year"),
        ],
        "Period",
        default="year",
        required=True,
    )
    duty_signup_days = fields.Integer(
        "Sign up until … days before",
        help="Members sign up by themselves until so many days before a shift; 0 until "
        "it begins.",
    )
    duty_signoff_days = fields.Integer(
        "Sign off until … days before",
        default=2,
        help="Later they look for a replacement.",
    )
    duty_reminder_days = fields.Char(
        "Reminders … days before",
        default="3, 1",
        help="Such as “3, 1”: three days and one day before. Empty for none.",
    )
    duty_notice_days = fields.Integer(
        "Tell what lacks … days before",
        default=2,
        help="Who keeps the roster is told so many days before a shift for which "
        "people are lacking.",
    )

    _duty_positive = models.Constraint(
        "CHECK (duty_minimum >= 0 AND duty_signup_days >= 0 AND duty_signoff_days >= 0"
        " AND duty_notice_days >= 0)",
        "Duties and days before them are counted from 0.",
    )

    @api.constrains("duty_reminder_days")
    def _check_duty_reminder_days(self):
        for hub in self:
            try:
                read_days(hub.duty_reminder_days)
            except ValueError:
                raise ValidationError(
                    self.env._(
                        "%(hub)s: reminders are sent a number of days before a duty, "
                        "from 0 to %(limit)s. Write them as “3, 1”.",
                        hub=hub.name,
                        limit=MAX_DAYS,
                    )
                ) from None

    def _get_reminder_days(self):
        """:return: set of days before a duty"""
        self.ensure_one()
        return read_days(self.duty_reminder_days)

    def action_view_roster_members(self):
        """Members with the number of duties that each did."""
        self.ensure_one()
        self.env["off.duty.member"]._ensure_members(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_order_cycle_roster.off_duty_member_action"
        )
        return action | {
            "domain": [("hub_id", "=", self.id)],
            "context": {"default_hub_id": self.id},
        }
