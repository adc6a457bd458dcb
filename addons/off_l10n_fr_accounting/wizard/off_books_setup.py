from odoo import api, fields, models

from ..books.kinds import KINDS
from ..models.res_company_books import DONE, KEPT, TODO

STATES = [(TODO, "Will be done"), (DONE, "There"), (KEPT, "Stays as it is")]


class OffBooksSetup(models.TransientModel):
    """Shows what setting up the books of an operator will do, then does it."""

    _name = "off.books.setup"
    _description = "Set Up the Books"

    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        KINDS,
        required=True,
        default=lambda self: self.env.company.off_operator_kind or "association",
    )
    is_exempt = fields.Boolean(compute="_compute_is_exempt")
    vat_mention = fields.Char(
        "Why no VAT",
        compute="_compute_vat_mention",
        store=True,
        readonly=False,
        precompute=True,
        help="Printed on each invoice. Ask your accountant which article applies.",
    )
    line_ids = fields.One2many(
        "off.books.setup.line",
        "setup_id",
        "Preview",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        precompute=True,
    )

    @api.depends("kind", "company_id")
    def _compute_is_exempt(self):
        for setup in self:
            setup.is_exempt = setup.kind == "association" or (
                setup.kind != "association_vat" and setup.company_id.off_vat_exempt
            )

    @api.depends("company_id")
    def _compute_vat_mention(self):
        for setup in self:
            setup.vat_mention = setup.company_id.off_vat_mention

    @api.depends("kind", "company_id", "vat_mention")
    def _compute_line_ids(self):
        for setup in self:
            steps = []
            if setup.kind and setup.company_id:
                # What is planned tells of the books: for who may set them up.
                setup.company_id._off_check_may_set_up_books()
                steps = setup.company_id._off_plan_books(setup.kind, setup.vat_mention)
            order = [TODO, KEPT, DONE]
            steps = sorted(steps, key=lambda step: order.index(step.state))
            setup.line_ids = [fields.Command.clear()] + [
                fields.Command.create({"state": step.state, "name": step.text})
                for step in steps
            ]

    def action_apply(self):
        self.ensure_one()
        self.company_id._off_set_up_books(self.kind, self.vat_mention)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The books of %s are set up.", self.company_id.name
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class OffBooksSetupLine(models.TransientModel):
    _name = "off.books.setup.line"
    _description = "Step of the Set-up of Books"

    setup_id = fields.Many2one("off.books.setup", required=True, ondelete="cascade")
    state = fields.Selection(STATES, readonly=True)
    name = fields.Char("What", readonly=True)
