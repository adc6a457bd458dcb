from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime


class OffDutyShift(models.Model):
    """A duty at a pickup of a cycle, with those who do it.

    Places are a counter: two who want the last one at the same moment do not both get
    it.
    """

    _name = "off.duty.shift"
    _description = "Shift"
    _inherit = ["off.counter.mixin", "off.kept.mixin"]
    _order = "date_start, point_id, id"

    duty_id = fields.Many2one(
        "off.duty",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('hub_id', '=', hub_id)]",
    )
    slot_id = fields.Many2one(
        "off.pickup.slot",
        string="Pickup",
        required=True,
        ondelete="cascade",
        index=True,
    )
    cycle_id = fields.Many2one(related="slot_id.cycle_id", store=True, index=True)
    cycle_state = fields.Selection(related="cycle_id.state")
    company_id = fields.Many2one(
        related="slot_id.exchange_id.company_id", store=True, index=True
    )
    hub_id = fields.Many2one(
        related="slot_id.exchange_id.hub_id", store=True, index=True
    )
    point_id = fields.Many2one(
        related="slot_id.point_id", string="Pickup point", store=True
    )
    date_start = fields.Datetime(
        "From", compute="_compute_dates", store=True, readonly=False, index=True
    )
    date_end = fields.Datetime(
        "To", compute="_compute_dates", store=True, readonly=False
    )
    instructions = fields.Text(related="duty_id.instructions")
    needs_key = fields.Boolean(related="duty_id.needs_key")
    note = fields.Char(help="What is special this time, as volunteers read it.")
    volunteer_ids = fields.One2many(
        "off.duty.volunteer", "shift_id", string="Volunteers"
    )
    volunteer_names = fields.Char("Who comes", compute="_compute_volunteer_names")
    declared_qty = fields.Float("People needed", digits=(16, 0), default=1)
    reserved_qty = fields.Float("People found", digits=(16, 0))
    available_qty = fields.Float("Places left", digits=(16, 0))
    lacks_people = fields.Boolean(
        compute="_compute_lacks_people", search="_search_lacks_people"
    )
    lacks_key = fields.Boolean(
        "No key holder",
        compute="_compute_lacks_key",
        help="Nobody of those who come has a key.",
    )
    date_noticed = fields.Datetime(
        "Told to the coordinator on",
        readonly=True,
        copy=False,
        help="When whoever keeps the roster was told that people are lacking.",
    )

    _duty_uniq = models.UniqueIndex(
        "(slot_id, duty_id)", "This duty is planned at this pickup already."
    )
    _needed_positive = models.Constraint(
        "CHECK (declared_qty >= 1)", "A shift needs at least one person."
    )
    _dates = models.Constraint(
        "CHECK (date_end > date_start)", "Set an end of the shift after its start."
    )

    # -- computed ----------------------------------------------------------------------
    @api.depends("duty_id.name", "point_id.name", "date_start")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for shift in self:
            when = format_datetime(
                self.env,
                shift.date_start,
                tz=self.env.context.get("tz"),
                dt_format="EEE d MMM HH:mm",
            )
            shift.display_name = f"{shift.duty_id.name}, {shift.point_id.name}, {when}"

    @api.depends("slot_id.date_start", "slot_id.date_end", "duty_id")
    def _compute_dates(self):
        """As the duty says, and moved with its pickup. What a duty says later is for
        later shifts."""
        for shift in self:
            slot, duty = shift.slot_id, shift.duty_id
            if not slot.date_start or not duty:
                continue
            start = slot.date_start + timedelta(hours=duty.start_offset)
            end = slot.date_end
            if duty.duration or end <= start:
                end = start + timedelta(hours=duty.duration or 1)
            shift.date_start, shift.date_end = start, end

    @api.depends("declared_qty", "reserved_qty")
    def _compute_lacks_people(self):
        for shift in self:
            shift.lacks_people = shift.available_qty >= 1

    def _search_lacks_people(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.flush_model(["declared_qty", "reserved_qty"])
        lacking = SQL(
            "(SELECT id FROM off_duty_shift WHERE reserved_qty + 1 <= declared_qty)"
        )
        domain = Domain("id", "in", lacking)
        return domain if set(value) == {True} else ~domain

    @api.depends("needs_key", "volunteer_ids.state", "volunteer_ids.partner_id")
    def _compute_lacks_key(self):
        needing = self.filtered("needs_key")
        holders = {
            (member.hub_id, member.partner_id)
            for member in self.env["off.duty.member"].search(
                [("hub_id", "in", needing.hub_id.ids), ("has_key", "=", True)]
            )
        }
        for shift in self:
            shift.lacks_key = shift.needs_key and not any(
                (shift.hub_id, volunteer.partner_id) in holders
                for volunteer in shift._get_coming()
            )

    @api.depends("volunteer_ids.state", "volunteer_ids.partner_id.name")
    def _compute_volunteer_names(self):
        for shift in self:
            shift.volunteer_names = ", ".join(
                shift._get_coming().partner_id.sudo().mapped("display_name")
            )

    def _get_coming(self):
        """:return: off.duty.volunteer of these shifts who were not cancelled"""
        return self.volunteer_ids.filtered(lambda one: one.state != "cancel")

    # -- checks ------------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        # Who plans duties does so at pickups of its own operator.
        slots = {vals["slot_id"] for vals in vals_list if vals.get("slot_id")}
        self.env["off.pickup.slot"].browse(slots).check_access("write")
        shifts = super().create(vals_list)
        shifts._check_hub()
        return shifts

    def write(self, vals):
        before = {}
        if {"date_start", "date_end"} & vals.keys():
            before = {shift: shift._get_moment() for shift in self}
        result = super().write(vals)
        if {"duty_id", "slot_id"} & vals.keys():
            self._check_hub()
        if before:
            self._tell_moved(before)
        return result

    def _check_hub(self):
        for shift in self:
            if shift.duty_id.hub_id != shift.hub_id:
                raise UserError(
                    self.env._(
                        "%(duty)s is a duty of another hub than %(hub)s: choose one of "
                        "its own.",
                        duty=shift.duty_id.name,
                        hub=shift.hub_id.name,
                    )
                )

    @api.constrains("declared_qty")
    def _check_places(self):
        for shift in self:
            if shift.declared_qty < shift.reserved_qty:
                raise UserError(
                    self.env._(
                        "%(shift)s: %(number)s people signed up already. Sign some off "
                        "before you lower how many are needed.",
                        shift=shift.display_name,
                        number=f"{shift.reserved_qty:.0f}",
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_volunteers(self):
        self._check_nobody_comes()

    def _check_nobody_comes(self):
        if coming := self._get_coming():
            raise UserError(
                self.env._(
                    "Volunteers signed up for these shifts: %s. Sign them off first, "
                    "so that they are told.",
                    ", ".join(coming.shift_id.mapped("display_name")),
                )
            )

    # -- places ------------------------------------------------------------------------
    def _take(self, places):
        """Take places, or give them back.

        :param places: ``{off.duty.shift: number of people}``
        :raise UserError: names the shifts that are complete
        """
        if full := self.sudo()._draw(places):
            raise UserError(
                self.env._(
                    "There are people enough: %s. Choose another shift.",
                    ", ".join(shift.display_name for shift in full),
                )
            )

    # -- days and hours ----------------------------------------------------------------
    def _get_tz(self):
        return self.company_id._off_get_tz()

    def _get_moment(self):
        self.ensure_one()
        return (self.date_start, self.date_end, self.point_id)

    def _get_days_left(self):
        """Whole days until this shift by the clock on the wall of the operator."""
        self.ensure_one()
        local = self.with_context(tz=self._get_tz())
        day = fields.Datetime.context_timestamp(local, self.date_start).date()
        return (day - fields.Date.context_today(local)).days

    def _get_when_text(self):
        """Day and hours, in the operator's time zone whoever looks."""
        self.ensure_one()
        tz = self._get_tz()
        start = format_datetime(self.env, self.date_start, tz, "EEEE d MMMM, HH:mm")
        same_day = start.rpartition(",")[0] == (
            format_datetime(self.env, self.date_end, tz, "EEEE d MMMM")
        )
        end = format_datetime(
            self.env, self.date_end, tz, "HH:mm" if same_day else "EEEE d MMMM, HH:mm"
        )
        return f"{start} – {end}"

    def _tell_moved(self, before):
        """Tell those who signed up that their shift moved.

        :param before: ``{shift: _get_moment()}`` of then
        """
        moved = self.filtered(
            lambda shift: shift in before and before[shift] != shift._get_moment()
        )
        moved.date_noticed = False
        moved._get_coming()._tell_moved()
