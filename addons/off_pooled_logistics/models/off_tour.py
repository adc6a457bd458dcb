from odoo import api, fields, models
from odoo.exceptions import UserError


class OffTour(models.Model):
    """One vehicle's round: it collects and drops the goods of several operators.

    The carrier's operator keeps the tour. The operators whose goods it carries read
    it, and see their own stops only.
    """

    _name = "off.tour"
    _description = "Tour"
    _inherit = ["mail.thread", "off.step.mixin", "off.kept.mixin"]
    _order = "date desc, id desc"

    name = fields.Char(required=True)
    date = fields.Date(required=True, default=fields.Date.context_today, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("started", "On the road"),
            ("done", "Done"),
            ("cancel", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Carrier",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="The operator that drives the tour.",
    )
    company_ids = fields.Many2many(
        "res.company",
        string="Participating operators",
        compute="_compute_company_ids",
        store=True,
        compute_sudo=True,
        help="The carrier and the operators whose goods are on board.",
    )
    driver_id = fields.Many2one("res.partner", ondelete="restrict")
    stop_ids = fields.One2many("off.tour.stop", "tour_id", string="Stops", copy=True)
    stop_count = fields.Integer("Number of stops", compute="_compute_stop_count")
    note = fields.Text("Notes")

    @api.depends("company_id", "stop_ids.company_id")
    def _compute_company_ids(self):
        for tour in self:
            tour.company_ids = tour.company_id | tour.stop_ids.company_id

    @api.depends("stop_ids")
    def _compute_stop_count(self):
        counts = dict(
            self.env["off.tour.stop"]._read_group(
                [("tour_id", "in", self.ids)], ["tour_id"], ["__count"]
            )
        )
        for tour in self:
            tour.stop_count = counts.get(tour._origin, 0)

    # -- steps -----------------------------------------------------------------------
    def action_plan(self):
        for tour in self:
            tour._check_state("draft")
            if not tour.stop_ids:
                raise UserError(
                    self.env._(
                        "%s has no stop: add at least one before planning it.",
                        tour.name,
                    )
                )
        self.state = "planned"
        return True

    def action_start(self):
        for tour in self:
            tour._check_state("planned")
        self.state = "started"
        return True

    def action_done(self):
        for tour in self:
            tour._check_state("started")
        self.state = "done"
        return True

    def action_cancel(self):
        for tour in self:
            tour._check_state("draft", "planned")
        self.state = "cancel"
        return True

    def action_draft(self):
        """Take a tour back to change it."""
        for tour in self:
            tour._check_state("planned", "cancel")
        self.state = "draft"
        return True

    def action_view_stops(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stops"),
            "res_model": "off.tour.stop",
            "view_mode": "list,form",
            "domain": [("tour_id", "=", self.id)],
            "context": {"default_tour_id": self.id},
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        for tour in self:
            if tour.state not in ("draft", "cancel"):
                raise UserError(
                    self.env._(
                        "%(tour)s is “%(state)s” and cannot be deleted: only drafts "
                        "and cancelled tours can.",
                        tour=tour.name,
                        state=tour._get_state_label(),
                    )
                )

    # -- helpers ---------------------------------------------------------------------
    def _get_remedy(self):
        """What the user can do with a tour in its present state."""
        self.ensure_one()
        return {
            "draft": self.env._("Plan it first."),
            "planned": self.env._("Start it, or set it back to draft."),
            "started": self.env._("Finish it: it is already on the road."),
            "done": self.env._("It is over: copy it to make another one."),
            "cancel": self.env._("Set it back to draft first."),
        }[self.state]
