import uuid

from odoo import api, fields, models

from .off_platform_status import BAD, CODES, FINAL

KINDS = [
    ("invoice", "Invoice"),
    ("status", "Payment of an invoice"),
    ("report", "Sales to consumers"),
    ("bill", "Bill of a supplier"),
]


class OffPlatformDocument(models.Model):
    """Something that was handed over to a platform, or that came from it: once."""

    _name = "off.platform.document"
    _description = "Document on an Approved Platform"
    _inherit = ["off.kept.mixin"]
    _order = "id desc"
    _rec_name = "filename"

    platform_id = fields.Many2one(
        "off.invoicing.platform",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="platform_id.company_id", store=True, index=True
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    move_id = fields.Many2one(
        "account.move",
        "Invoice",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", readonly=True)
    replaces_id = fields.Many2one(
        "off.platform.document", readonly=True, ondelete="restrict"
    )
    digest = fields.Char(readonly=True, help="Of the figures that were reported.")
    # The same at each try: an answer can be lost.
    key = fields.Char(
        required=True, readonly=True, copy=False, default=lambda self: uuid.uuid4().hex
    )
    state = fields.Selection(
        [
            ("waiting", "To be sent"),
            ("sent", "Sent"),
            ("received", "Received"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    reference = fields.Char(
        readonly=True, copy=False, index=True, help="The platform's."
    )
    filename = fields.Char("File", readonly=True)
    content = fields.Binary(attachment=True, readonly=True)
    sent_on = fields.Datetime(readonly=True)
    attempts = fields.Integer(readonly=True)
    error = fields.Text(readonly=True)
    status_ids = fields.One2many("off.platform.status", "document_id", "Statuses")
    status = fields.Selection(
        CODES, compute="_compute_status", store=True, help="The last that was told."
    )

    # An invoice goes out once, its payment is told once, a bill comes in once.
    _once_invoice = models.UniqueIndex(
        "(move_id, kind) WHERE kind IN ('invoice', 'status')",
        "This invoice was handed over already.",
    )
    _once_bill = models.UniqueIndex(
        "(platform_id, reference) WHERE kind = 'bill'",
        "This bill was received already.",
    )

    @api.depends("status_ids.date")
    def _compute_status(self):
        for document in self:
            last = document.status_ids.sorted(lambda one: (one.date, one.id))[-1:]
            document.status = last.code

    @api.model
    def _get_followed(self, platform):
        """Invoices of which something may still be told."""
        return self.search(
            [
                ("platform_id", "=", platform.id),
                ("kind", "=", "invoice"),
                ("state", "=", "sent"),
                ("reference", "!=", False),
                "|",
                ("status", "=", False),
                ("status", "not in", FINAL),
            ]
        )

    def _add_status(self, message):
        """Keep what a platform told, once."""
        self.ensure_one()
        if message["key"] in self.status_ids.mapped("key"):
            return
        self.env["off.platform.status"].create(
            {
                "document_id": self.id,
                "code": message["code"],
                "date": message["date"],
                "key": message["key"],
                "reason": message.get("reason"),
            }
        )
        if message["code"] in BAD:
            self._warn_of(message)

    def _warn_of(self, message):
        """Somebody has to correct an invoice that was refused."""
        labels = dict(CODES)
        user = self.move_id.invoice_user_id or self.move_id.create_uid
        self.move_id.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=self.env._(
                "%(platform)s: %(status)s",
                platform=self.platform_id.name,
                status=labels[message["code"]],
            ),
            note=self.env._(
                "%s Correct it by a credit note and a new invoice.",
                message.get("reason") or "",
            ),
            user_id=user.id,
        )

    @api.model
    def _receive_bill(self, platform, bill):
        """A draft bill of what a platform received.

        :param bill: see ``off.platform.connector._fetch_bills``
        :return: its document, also where it was there before
        """
        there = self.search(
            [
                ("platform_id", "=", platform.id),
                ("kind", "=", "bill"),
                ("reference", "=", bill["reference"]),
            ]
        )
        if there:
            return there
        journal = self.env["account.journal"].search(
            [
                ("company_id", "=", platform.company_id.id),
                ("type", "=", "purchase"),
                ("is_self_billing", "=", False),
            ],
            limit=1,
        )
        attachment = self.env["ir.attachment"].create(
            {"name": bill["filename"], "raw": bill["content"]}
        )
        move = (
            journal.with_company(platform.company_id)
            .with_context(default_move_type="in_invoice")
            ._create_document_from_attachment(attachment.ids)
        )
        return self.create(
            {
                "platform_id": platform.id,
                "kind": "bill",
                "reference": bill["reference"],
                "filename": bill["filename"],
                "state": "received",
                "move_id": move[:1].id,
            }
        )
