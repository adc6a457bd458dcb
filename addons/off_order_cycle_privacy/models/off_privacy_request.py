from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

# GDPR art. 12(3): within one month of the request.
ANSWER_WITHIN = relativedelta(months=1)


class OffPrivacyRequest(models.Model):
    """A person asks for its data or to be erased, and what became of it."""

    _name = "off.privacy.request"
    _description = "Request of a Person about Its Data"
    _inherit = ["mail.thread", "off.step.mixin", "off.kept.mixin"]
    _order = "state, date_due, id"
    _follow_steps = frozenset(
        ("state", "partner_id", "company_id", "kind", "date_asked", "date_due")
        + ("date_done", "details", "log_id", "user_id", "name")
    )

    name = fields.Char("Person", readonly=True, help="Until it is erased.")
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", "Operator", required=True, readonly=True, index=True
    )
    kind = fields.Selection(
        [("access", "Wants its data"), ("erasure", "Wants to be erased")],
        "Asks",
        required=True,
        readonly=True,
        default="erasure",
    )
    source = fields.Selection(
        [("portal", "The person's own page"), ("staff", "Noted by the operator")],
        required=True,
        readonly=True,
        default="staff",
    )
    state = fields.Selection(
        [("draft", "Asked"), ("done", "Done"), ("refused", "Refused")],
        required=True,
        readonly=True,
        default="draft",
        index=True,
    )
    date_asked = fields.Datetime(
        "Asked on", required=True, readonly=True, default=fields.Datetime.now
    )
    date_due = fields.Date(
        "Answer until",
        readonly=True,
        compute="_compute_date_due",
        store=True,
        precompute=True,
        help="One month after it was asked (GDPR art. 12(3)).",
    )
    is_late = fields.Boolean("Late", compute="_compute_is_late")
    date_done = fields.Datetime("Answered on", readonly=True)
    user_id = fields.Many2one("res.users", "Answered by", readonly=True)
    reason = fields.Text(
        "Why it is refused", help="The person reads it, and to whom it may complain."
    )
    blockers = fields.Text("What stands against it", compute="_compute_blockers")
    details = fields.Text("What was done", readonly=True)
    log_id = fields.Many2one(
        "privacy.log", "Privacy log", readonly=True, groups="base.group_system"
    )

    _open_uniq = models.UniqueIndex(
        "(partner_id, company_id, kind) WHERE state = 'draft'",
        "This person has asked for it already.",
    )

    @api.depends("date_asked")
    def _compute_date_due(self):
        for request in self:
            request.date_due = (request.date_asked + ANSWER_WITHIN).date()

    @api.depends("state", "date_due")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for request in self:
            request.is_late = request.state == "draft" and request.date_due < today

    @api.depends("state", "partner_id")
    def _compute_blockers(self):
        for request in self:
            texts = []
            if request.state == "draft" and request.kind == "erasure":
                texts = request.partner_id._off_get_erasure_blockers(request.company_id)
            request.blockers = "\n".join(f"• {text}" for text in texts) or False

    # -- asking ------------------------------------------------------------------------
    @api.model
    def _ask(self, partner, company, kind, source):
        """Asking twice is asking once. Who may was checked.

        :return: off.privacy.request
        """
        requests = self.sudo()
        known = requests.search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", company.id),
                ("kind", "=", kind),
                ("state", "=", "draft"),
            ]
        )
        if known:
            return known.with_env(self.env)
        request = requests.with_context(mail_create_nosubscribe=True).create(
            {
                "partner_id": partner.id,
                "name": partner.sudo().name,
                "company_id": company.id,
                "kind": kind,
                "source": source,
            }
        )
        if source == "portal":
            request._tell_coordinators()
        return request.with_env(self.env)

    def _tell_coordinators(self):
        group = self.env.ref("off_hub_network.group_coordinator")
        users = group.all_user_ids.filtered(
            lambda user: self.company_id in user.company_ids and not user.share
        )
        self.message_notify(
            partner_ids=users.partner_id.ids,
            subject=self.env._("A person asks about its data"),
            body=self.env._(
                "Somebody wants to be erased, or wants its data. Answer until %s: look "
                "at the request under Personal Data.",
                self.date_due,
            ),
        )

    # -- answering ---------------------------------------------------------------------
    def action_view_data(self):
        self.ensure_one()
        partner = self.partner_id.with_company(self.company_id)
        return partner.action_off_privacy_data()

    def action_done(self):
        """The person got its data."""
        for request in self:
            request._check_state("draft")
            request.partner_id._off_check_privacy(request.company_id)
            if request.kind != "access":
                raise UserError(
                    self.env._("Erase the person, or refuse with a reason.")
                )
            request._finish("done")
        return True

    def action_erase(self):
        """Erase the person, or say what has to be done before.

        :raise UserError: lists what stands against it; nothing is erased
        """
        for request in self:
            request._check_state("draft")
            request.partner_id._off_check_privacy(request.company_id)
            if request.kind != "erasure":
                raise UserError(self.env._("This person did not ask to be erased."))
            request._erase()
        return True

    def _erase(self):
        company = self.company_id
        person = self.partner_id.sudo()
        # Of two who erase at once the second waits, and finds it done.
        person.lock_for_update()
        if texts := person._off_get_erasure_blockers(company):
            raise UserError(
                self.env._(
                    "%(person)s cannot be erased yet:\n%(reasons)s",
                    person=person.name,
                    reasons="\n".join(f"• {text}" for text in texts),
                )
            )
        name, email, lang = person.name, person.email_normalized, person.lang
        done = person._off_erase_person(company)
        log = self.env["res.partner"]._off_log_privacy(
            name,
            email,
            "\n".join(done),
            self.env._(
                "Contact #%(id)s, %(company)s", id=person.id, company=company.name
            ),
        )
        self._finish("done", details="\n".join(done))
        self.sudo().log_id = log
        if email:
            self._tell_erased(email, lang)

    def _tell_erased(self, email, lang):
        """The last mail to this address (GDPR art. 12(3)); gone once it is sent."""
        env = self.with_context(lang=lang or self.env.lang).env
        company = self.company_id.sudo()
        body = env._(
            "What %s held about you is erased, as you asked. Invoices and payments are "
            "kept for ten years, as the law wants.",
            company.name,
        )
        self.env["mail.mail"].sudo().create(
            {
                "subject": env._("Your data are erased"),
                "body_html": Markup("<p>%s</p>") % body,
                "email_to": email,
                "email_from": company.email_formatted or self.env.user.email_formatted,
                "auto_delete": True,
            }
        )

    def action_refuse(self):
        for request in self:
            request._check_state("draft")
            request.partner_id._off_check_privacy(request.company_id)
            if not (request.reason or "").strip():
                raise UserError(
                    self.env._(
                        "Write why it is refused: the person has a right to know (GDPR "
                        "art. 12(4))."
                    )
                )
            request._finish("refused")
            request._tell_person()
        return True

    def _tell_person(self):
        partner = self.partner_id
        text = self.with_context(lang=partner.lang or self.env.lang).env._(
            "%(company)s cannot do what you asked about your data: %(reason)s You may "
            "complain to the authority for data protection (in France: CNIL).",
            company=self.company_id.sudo().name,
            reason=self.reason,
        )
        self.message_post(
            body=text, partner_ids=partner.ids, subtype_xmlid="mail.mt_comment"
        )

    def _finish(self, state, **vals):
        self.sudo()._go_to(
            state, date_done=fields.Datetime.now(), user_id=self.env.uid, **vals
        )
