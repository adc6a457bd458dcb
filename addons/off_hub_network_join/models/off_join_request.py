from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

# Said to the applicant on the form: change the text with the numbers.
KEPT_REFUSED = relativedelta(months=6)
KEPT_UNCONFIRMED = relativedelta(days=7)
KEPT_ORIGIN = relativedelta(days=1)
BATCH = 500

# What the applicant stated of itself and the steps left behind: never typed in.
PROTECTED = {
    "asked_company_id",
    "company_id",
    "contact_id",
    "date_confirmed",
    "date_decided",
    "date_publish_consent",
    "decided_by_id",
    "email",
    "hub_id",
    "origin",
    "partner_id",
    "refusal_reason",
    "state",
}


class OffJoinRequest(models.Model):
    """Somebody who asks to join, from the public form to the moderator's decision."""

    _name = "off.join.request"
    _description = "Request to Join"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "off.step.mixin",
        "off.kept.mixin",
    ]
    _order = "create_date desc, id desc"

    name = fields.Char("Structure", required=True)
    contact_name = fields.Char("Contact person", required=True)
    email = fields.Char(required=True, index=True, readonly=True)
    phone = fields.Char()
    street = fields.Char()
    zip = fields.Char()
    city = fields.Char()
    country_id = fields.Many2one("res.country")
    vat = fields.Char("VAT number")
    company_registry = fields.Char(
        "SIRET or company number",
        index="btree_not_null",
        help="In France the 14 digits of the SIRET.",
    )
    website = fields.Char()
    story = fields.Text(help="Who they are and how they work, in their own words.")
    looking_for = fields.Text("What they look for")
    role_ids = fields.Many2many("off.member.role", string="Roles", required=True)
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        help="Mails to the applicant are in this language.",
    )
    date_publish_consent = fields.Datetime(
        "Agreed to be published on",
        readonly=True,
        help="Without it the member is shown to linked members only.",
    )
    hub_id = fields.Many2one(
        "off.hub",
        string="Addressed to",
        readonly=True,
        ondelete="set null",
        help="The hub that they ask to work with. Without one, the network.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Addressed operator",
        compute="_compute_company_id",
        store=True,
        index=True,
        help="Only this operator and the administrators handle the request.",
    )
    asked_company_id = fields.Many2one(
        "res.company",
        string="Asked operator",
        readonly=True,
        index=True,
        help="Keeper of the member that this seems to be.",
    )
    state = fields.Selection(
        [
            ("submitted", "E-mail to confirm"),
            ("waiting", "Waiting"),
            ("approved", "Approved"),
            ("merged", "Merged"),
            ("refused", "Refused"),
        ],
        required=True,
        default="submitted",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    date_confirmed = fields.Datetime("E-mail confirmed on", readonly=True, copy=False)
    date_decided = fields.Datetime("Decided on", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    refusal_reason = fields.Text(readonly=True, copy=False)
    join_as = fields.Selection(
        [
            ("member", "Member only"),
            ("hub", "Hub of an operator"),
            ("operator", "Operator with its own books"),
        ],
        string="Joins as",
        required=True,
        default="member",
    )
    operator_id = fields.Many2one(
        "res.company",
        string="Operator of the hub",
        domain="[('off_is_operator', '=', True)]",
    )
    hub_model_id = fields.Many2one(
        "off.hub.model",
        string="Hub model",
        ondelete="set null",
        help="How its hub works; the hub starts with what this model brings.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Member", readonly=True, copy=False, ondelete="set null"
    )
    contact_id = fields.Many2one(
        "res.partner", "Contact of the member", readonly=True, ondelete="set null"
    )
    match_ids = fields.One2many("off.join.match", "request_id", "Possible duplicates")
    match_count = fields.Integer(compute="_compute_match_count")
    origin = fields.Char(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="Fingerprint of the sender's address, kept for a day against floods.",
    )

    @api.depends("hub_id.company_id")
    def _compute_company_id(self):
        for request in self:
            request.company_id = request.hub_id.company_id

    @api.depends("match_ids")
    def _compute_match_count(self):
        counts = dict(
            self.env["off.join.match"]._read_group(
                [("request_id", "in", self.ids)], ["request_id"], ["__count"]
            )
        )
        for request in self:
            request.match_count = counts.get(request._origin, 0)

    def write(self, vals):
        if not self.env.su and (names := PROTECTED & vals.keys()):
            raise AccessError(
                self.env._(
                    "The applicant's statements and the steps of a request are not "
                    "typed in (%s): use its buttons.",
                    ", ".join(sorted(names)),
                )
            )
        return super().write(vals)

    def _get_remedy(self):
        if self.state == "submitted":
            return self.env._("Wait until the applicant follows the link in the mail.")
        return self.env._("Somebody decided meanwhile: see the messages below.")

    def _lock_row(self):
        """Wait for whoever decides on this request, then read what they left."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM off_join_request WHERE id = %s FOR UPDATE", [self.id]
        )
        self.invalidate_recordset()

    def _get_company(self):
        """The company in whose name mails to the applicant are sent."""
        return self.company_id or self.env.company

    def _send(self, template):
        """Queue a mail to the applicant, to leave once the transaction is committed.

        It is kept out of the messages of the request: it may hold a link that lets
        its reader in.
        """
        company = self._get_company()
        self.env.ref(f"off_hub_network_join.{template}").sudo().send_mail(
            self.id,
            email_layout_xmlid="mail.mail_notification_light",
            email_values={
                "auto_delete": True,
                "message_type": "user_notification",
                "email_from": company.email_formatted or self.env.user.email_formatted,
            },
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    # -- personal data ------------------------------------------------------------
    @api.autovacuum
    def _gc_personal_data(self):
        """Forget who was refused or never confirmed, and where requests came from."""
        now = fields.Datetime.now()
        self.sudo().search(
            [("origin", "!=", False), ("create_date", "<", now - KEPT_ORIGIN)]
        ).origin = False
        domain = [
            "|",
            "&",
            ("state", "=", "refused"),
            ("date_decided", "<", now - KEPT_REFUSED),
            "&",
            ("state", "=", "submitted"),
            ("create_date", "<", now - KEPT_UNCONFIRMED),
        ]
        old = self.sudo().search(domain, limit=BATCH)
        old.unlink()
        return len(old), len(old) == BATCH
