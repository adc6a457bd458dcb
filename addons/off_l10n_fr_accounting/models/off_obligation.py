from odoo import api, fields, models

STATES = [
    ("none", "Not concerned"),
    ("later", "Not yet"),
    ("todo", "To do"),
    ("done", "Done"),
]


class OffObligation(models.Model):
    """A duty that the law gives operators, with the day it begins, where it is written
    and what this tool does for it. Dates change: the table is data.

    Its state is that of the operator who reads it. What can be checked is checked
    (``check``, a method of ``off.obligation`` named ``_check_<check>``); the rest is
    noted by who did it.
    """

    _name = "off.obligation"
    _description = "Legal Obligation"
    _inherit = ["off.kept.mixin"]
    _order = "date_from, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    country_id = fields.Many2one("res.country", required=True)
    date_from = fields.Date("Since", required=True)
    law = fields.Char(required=True, help="Where it is written.")
    source_url = fields.Char("Source")
    todo = fields.Text("What to do", translate=True)
    coverage = fields.Text("What this tool does", translate=True)
    size = fields.Selection(
        [("small", "Micro, small and medium"), ("large", "Intermediate and large")],
        string="Size of enterprises",
        help="All sizes when empty.",
    )
    check = fields.Char(
        readonly=True, help="How the tool sees whether it is done; by note otherwise."
    )
    mark_ids = fields.One2many("off.obligation.mark", "obligation_id", "Notes")
    state = fields.Selection(STATES, compute="_compute_state")
    missing = fields.Text(compute="_compute_state", help="What is left to do.")
    done_on = fields.Date(compute="_compute_state")

    @api.depends("date_from", "check", "mark_ids.date", "country_id", "size")
    @api.depends_context("company")
    def _compute_state(self):
        """For the operator with which the reader works."""
        company = self.env.company
        today = fields.Date.context_today(self)
        marks = self.env["off.obligation.mark"].search(
            [("company_id", "=", company.id)]
        )
        noted = {mark.obligation_id: mark for mark in marks}
        for obligation in self:
            concerned, missing = obligation._check_company(company)
            mark = noted.get(obligation)
            obligation.done_on = mark.date if mark else False
            obligation.missing = "\n".join(missing)
            if not concerned:
                obligation.state, obligation.missing = "none", False
            elif mark:
                obligation.state = "done"
            elif obligation.date_from > today:
                obligation.state = "later"
            elif obligation.check and not missing:
                obligation.state = "done"
            else:
                obligation.state = "todo"

    def _check_company(self, company):
        """:return: (whether it concerns the operator, list of what is missing)"""
        self.ensure_one()
        if company.account_fiscal_country_id != self.country_id:
            return False, []
        small = company.off_enterprise_size in (False, "small")
        if self.size and (self.size == "small") != small:
            return False, []
        method = self.check and getattr(self, f"_check_{self.check}", None)
        if not method:
            return True, []
        return method(company.sudo().with_company(company))

    def action_note(self):
        """Note that it is done, for the operator with which one works."""
        self.ensure_one()
        mark = self.env["off.obligation.mark"].search(
            [("company_id", "=", self.env.company.id), ("obligation_id", "=", self.id)]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("It is done"),
            "res_model": "off.obligation.mark",
            "res_id": mark.id,
            "view_mode": "form",
            "target": "new",
            "context": {"default_obligation_id": self.id},
        }

    @api.model
    def _get_date(self, check, company):
        """The day from which the obligation of this kind holds for an operator.

        :param check: key of the obligation
        :return: date, None where it does not concern it
        """
        rows = self.sudo().search([("check", "=", check)])
        dates = [one.date_from for one in rows if one._check_company(company)[0]]
        return min(dates, default=None)


class OffObligationMark(models.Model):
    _name = "off.obligation.mark"
    _description = "Obligation Noted as Done"
    _inherit = ["off.kept.mixin"]
    _order = "date desc, id desc"

    obligation_id = fields.Many2one(
        "off.obligation", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    date = fields.Date("Done on", required=True, default=fields.Date.context_today)
    note = fields.Text(help="How, by whom, and where the paper is.")
    document = fields.Binary("Paper", attachment=True)
    document_name = fields.Char()

    _once = models.Constraint(
        "UNIQUE (obligation_id, company_id)",
        "It is noted already: change the note that is there.",
    )
