from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# {kind: (label, months, action)}; what a French operator starts with. Why as long is in
# ``_get_sources``.
KINDS = {
    "customer": ("Customers who did nothing any more", 36, "anonymise"),
    "cart": ("Carts that became no order", 3, "delete"),
    "notice": ("Mails of sales that were sent", 12, "delete"),
    "login": ("Logins of customers", 12, "delete"),
    "consent": ("Consents that were withdrawn", 60, "delete"),
    "request": ("Requests about personal data that were answered", 60, "delete"),
    "customer_note": (
        "Notes on customers who ended their membership",
        24,
        "delete",
    ),
}
ACTIONS = [
    ("anonymise", "Erased, documents of accounting kept"),
    ("delete", "Deleted"),
    ("archive", "Archived"),
]


class OffRetentionRule(models.Model):
    """What is old, for each kind of data. Nothing here is a document of accounting."""

    _name = "off.retention.rule"
    _inherit = ["off.kept.mixin"]
    _description = "How Long Data Are Kept"
    _order = "company_id, sequence, id"

    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [(kind, label) for kind, (label, *_rest) in KINDS.items()],
        "Data",
        required=True,
    )
    months = fields.Integer("Kept for (months)", required=True)
    action = fields.Selection(ACTIONS, "Then", required=True)
    source = fields.Char("Why as long", help="The law, or what you decided.")
    is_on = fields.Boolean(
        "By itself", help="Every night. Look at what would be touched before."
    )
    # Id of the last record that was looked at, where a night was too short; -1 where
    # the rule is the next one, 0 where nothing is waiting.
    position = fields.Integer(readonly=True, copy=False)

    _kind_uniq = models.UniqueIndex(
        "(company_id, kind)", "There is a time for these data already."
    )
    _months_min = models.Constraint(
        "CHECK (months >= 1)", "Keep data for a month at least."
    )

    @api.depends("kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            rule.display_name = labels.get(rule.kind, "")

    @api.constrains("kind", "action")
    def _check_action(self):
        labels = dict(ACTIONS)
        for rule in self:
            known = {KINDS[rule.kind][2]}
            if rule.kind == "customer":
                known.add("archive")
            if rule.action not in known:
                raise ValidationError(
                    self.env._(
                        "%(data)s: this cannot be “%(action)s”.",
                        data=rule.display_name,
                        action=labels[rule.action],
                    )
                )

    # -- what is old -------------------------------------------------------------------
    def _get_old(self, limit=None):
        """Records whose time is over, the oldest first.

        :return: recordset with all rights
        """
        self.ensure_one()
        before = fields.Datetime.now() - relativedelta(months=self.months)
        model, domain = getattr(self, f"_get_old_{self.kind}")(before)
        Model = self.env[model].sudo().with_context(active_test=False)
        return Model.search(domain, order="id", limit=limit)

    def _get_own(self):
        return Domain("company_id", "=", self.company_id.id)

    def _get_old_cart(self, before):
        return "sale.order", (
            self._get_own()
            & Domain("state", "=", "draft")
            & Domain("write_date", "<", before)
            & Domain("invoice_ids", "=", False)
        )

    def _get_old_notice(self, before):
        return "off.notice", self._get_own() & Domain("create_date", "<", before)

    def _get_old_login(self, before):
        users = Domain("create_uid.share", "=", True) & Domain(
            "create_uid.company_id", "=", self.company_id.id
        )
        # The last one of each user tells whether its customer is still there.
        last = (
            self.env["res.users.log"]
            .sudo()
            ._read_group(users, ["create_uid"], ["id:max"])
        )
        return "res.users.log", (
            users
            & Domain("create_date", "<", before)
            & Domain("id", "not in", [newest for _user, newest in last])
        )

    def _get_old_consent(self, before):
        """Withdrawn, and not given again: the whole history of it."""
        consents = self.env["off.consent"].sudo()
        given = consents.search(self._get_own() & Domain("date", ">=", before))
        last = {}
        for one in consents.search(self._get_own(), order="id"):
            last[one.partner_id, one.purpose_id] = one.is_given
        kept = {(one.partner_id, one.purpose_id) for one in given}
        old = consents.search(self._get_own() & Domain("date", "<", before)).filtered(
            lambda one: (
                not last[one.partner_id, one.purpose_id]
                and (one.partner_id, one.purpose_id) not in kept
            )
        )
        return "off.consent", Domain("id", "in", old.ids)

    def _get_old_request(self, before):
        return "off.privacy.request", (
            self._get_own()
            & Domain("state", "!=", "draft")
            & Domain("date_done", "<", before)
        )

    def _get_old_customer_note(self, before):
        return "off.hub.customer", (
            self._get_own()
            & Domain("state", "=", "customer")
            & Domain("date_end", "<", before.date())
            & Domain("write_date", "<", before)
        )

    def _get_old_customer(self, before):
        """Persons whom the operator serves who neither ordered, paid, logged in nor
        agreed to anything since, and who are known for as long."""
        company = self.company_id
        own = Domain("company_id", "=", company.id)
        busy = Domain.FALSE
        for model, domain in (
            ("sale.order", own & Domain("date_order", ">=", before)),
            ("account.move.line", own & Domain("date", ">=", before.date())),
            ("off.consent", own & Domain("date", ">=", before)),
            ("off.standing.order", own & Domain("state", "!=", "ended")),
            ("off.privacy.request", own & Domain("state", "=", "draft")),
        ):
            query = (
                self.env[model]
                .sudo()
                ._search(domain & Domain("partner_id", "!=", False))
            )
            query.order = None
            busy |= Domain("id", "in", query.subselect("partner_id"))
        people = (
            Domain("off_company_ids", "in", company.ids)
            & Domain("parent_id", "=", False)
            & Domain("is_company", "=", False)
            & Domain("off_is_member", "=", False)
            & Domain("partner_share", "=", True)
            & Domain("create_date", "<", before)
            & ~Domain("user_ids.login_date", ">=", before)
            & ~Domain("user_ids.create_date", ">=", before)
        )
        return "res.partner", people & ~busy
