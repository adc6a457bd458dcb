from odoo import api, fields, models


class OffTourStop(models.Model):
    """A place where a tour collects or drops an operator's goods."""

    _name = "off.tour.stop"
    _description = "Tour Stop"
    _inherit = ["off.kept.mixin"]
    _order = "tour_id, sequence, id"
    _rec_name = "partner_id"

    tour_id = fields.Many2one("off.tour", required=True, ondelete="cascade", index=True)
    date = fields.Date(related="tour_id.date")
    state = fields.Selection(related="tour_id.state")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("collection", "Collection"), ("drop", "Drop")],
        required=True,
        default="collection",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Place", required=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        string="Operator",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="The operator whose goods are collected or dropped.",
    )
    carrier_id = fields.Many2one(
        related="tour_id.company_id", string="Carrier", store=True, index=True
    )
    window_start = fields.Datetime("From", copy=False)
    window_end = fields.Datetime("To", copy=False)
    note = fields.Text()

    _window = models.Constraint(
        "CHECK (window_end > window_start)",
        "Set an end of the stop's window after its start.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_tours_are_known(vals.get("tour_id") for vals in vals_list)
        self._check_places_are_known(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_places_are_known([vals])
        if "tour_id" in vals:
            self._check_tours_are_known([vals["tour_id"]])
        result = super().write(vals)
        if "company_id" in vals or "tour_id" in vals:
            # A participant cannot hand its stop to an operator of its choice.
            self.check_access("write")
        return result

    def _check_places_are_known(self, vals_list):
        # Carriers know where they go: nobody gets to know by going there.
        if not self.env.su:
            ids = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
            self.env["res.partner"].browse(ids).check_access("read")

    def _check_tours_are_known(self, tour_ids):
        # A stop makes its operator a participant, who reads the tour: nobody lets
        # itself in. The carrier adds the first stop of an operator.
        tours = self.env["off.tour"].browse(
            {tour_id for tour_id in tour_ids if tour_id}
        )
        tours.check_access("read")
