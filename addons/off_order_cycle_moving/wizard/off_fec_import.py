import base64
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..engine.fault import Fault
from ..engine.fec import MAX_FAULTS, read_fec, read_name
from ..engine.opening import make_opening
from .fec_match import PERSONAL, FecMatch

GROUPS = ("account.group_account_user", "off_hub_network.group_coordinator")


class OffFecImport(models.TransientModel):
    """Open the books with what a FEC of the former program ends with."""

    _name = "off.fec.import"
    _description = "Opening from a FEC"
    _inherit = ["off.moving.words"]

    state = fields.Selection(
        [("upload", "File"), ("preview", "Preview"), ("done", "Done")],
        default="upload",
        required=True,
    )
    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        domain="[('id', 'in', allowed_company_ids), ('off_is_operator', '=', True)]",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    data = fields.Binary("FEC", required=True, attachment=False)
    filename = fields.Char()
    date_end = fields.Date("Year until", readonly=True)
    date = fields.Date(
        "Opening on",
        compute="_compute_date",
        store=True,
        readonly=False,
        help="Day of the entry: the first day of the new year.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    result_account_id = fields.Many2one(
        "account.account",
        "Result of the year on",
        domain="[('company_ids', 'in', company_id)]",
        help="Classes 6 and 7 are closed into it: 120 for a profit, 129 for a loss.",
    )
    makes_accounts = fields.Boolean(
        "Make the accounts that are missing",
        help="With number and label of the file; look at their type afterwards.",
    )
    is_posted = fields.Boolean("Post the entry")
    line_count = fields.Integer("Lines", readonly=True)
    entry_count = fields.Integer("Entries", readonly=True)
    debit = fields.Monetary("Total debit", readonly=True)
    credit = fields.Monetary("Total credit", readonly=True)
    result = fields.Monetary(readonly=True, help="Above zero: a profit.")
    warning = fields.Text(readonly=True)
    account_ids = fields.One2many("off.fec.import.account", "import_id")
    partner_ids = fields.One2many("off.fec.import.partner", "import_id")
    missing_count = fields.Integer(
        "Accounts to be made", compute="_compute_missing_count"
    )
    unclear_count = fields.Integer(
        "Contacts to choose", compute="_compute_missing_count"
    )
    move_id = fields.Many2one("account.move", "Entry", readonly=True)

    @api.depends("date_end")
    def _compute_date(self):
        for wizard in self:
            wizard.date = wizard.date_end and wizard.date_end + timedelta(days=1)

    @api.depends("company_id")
    def _compute_journal_id(self):
        for wizard in self:
            wizard.journal_id = (
                self.env["account.journal"]
                .sudo()
                .search(
                    [
                        ("company_id", "=", wizard.company_id.id),
                        ("type", "=", "general"),
                    ],
                    limit=1,
                )
            )

    @api.depends("account_ids.account_id", "partner_ids.how")
    def _compute_missing_count(self):
        for wizard in self:
            missing = wizard.account_ids.filtered(lambda line: not line.account_id)
            unclear = wizard.partner_ids.filtered(lambda line: line.how == "several")
            wizard.missing_count = len(missing)
            wizard.unclear_count = len(unclear)

    # -- steps -------------------------------------------------------------------------
    def action_preview(self):
        """Read and check the file, and propose where everything goes."""
        self.ensure_one()
        self._check_may()
        fec, opening = self._read_file()
        siren, date_end = read_name(self.filename)
        date_end = date_end or fec.date_to
        self._check_once(fec, date_end)
        match = FecMatch(self.company_id, self.env, fec, opening)
        self.account_ids.unlink()
        self.partner_ids.unlink()
        self.write(
            {
                "state": "preview",
                "date_end": date_end,
                "line_count": fec.lines,
                "entry_count": fec.entries,
                "debit": float(fec.debit),
                "credit": float(fec.credit),
                "result": float(-opening.result),
                "warning": self._get_warning(fec, siren, date_end),
                "account_ids": [
                    Command.create(vals) for vals in match.prepare_accounts()
                ],
                "partner_ids": [
                    Command.create(vals) for vals in match.prepare_partners()
                ],
            }
        )
        if opening.result and not self.result_account_id:
            self.result_account_id = match.find_result_account(opening.result)
        return self._reopen()

    def action_back(self):
        self.ensure_one()
        self.account_ids.unlink()
        self.partner_ids.unlink()
        self.state = "upload"
        return self._reopen()

    def action_apply(self):
        """Make the opening entry, or raise: nothing half done."""
        self.ensure_one()
        self._check_may()
        fec, opening = self._read_file()
        self._check_once(fec, self.date_end)
        self._check_choices(opening)
        accounts = self._make_accounts()
        partners = self._make_partners()
        lines = self._prepare_lines(opening, accounts, partners)
        self.move_id = self.env["account.move"]._off_create_moved_in(
            {
                "company_id": self.company_id.id,
                "journal_id": self.journal_id.id,
                "date": self.date,
                "ref": self.env._("Opening from %s", self.filename or "FEC"),
                "off_moved_in": "fec",
                "line_ids": [Command.create(line) for line in lines],
            },
            self.is_posted,
        )
        self.env["off.fec.opening"].sudo().create(
            {
                "name": self.filename or "FEC",
                "company_id": self.company_id.id,
                "fingerprint": fec.fingerprint,
                "date_end": self.date_end,
                "line_count": fec.lines,
                "entry_count": fec.entries,
                "total": float(fec.debit),
                "move_id": self.move_id.id,
                "user_id": self.env.uid,
            }
        )
        self.state = "done"
        return self._reopen()

    def action_open_entry(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(self._name).name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    # -- checks ------------------------------------------------------------------------
    def _check_may(self):
        allowed = any(self.env.user.has_group(group) for group in GROUPS)
        if not (self.env.su or allowed and self.company_id in self.env.companies):
            raise AccessError(
                self.env._("Books are opened by accountants of the operator.")
            )
        if not self.company_id.sudo().chart_template:
            raise UserError(
                self.env._(
                    "%s has no chart of accounts yet: set it up first.",
                    self.company_id.sudo().name,
                )
            )

    def _read_file(self):
        """
        :return: Fec, Opening
        :raise UserError: lists what is wrong with the file
        """
        fec = read_fec(base64.b64decode(self.data or b""))
        opening = None
        if not fec.faults:
            try:
                opening = make_opening(fec)
            except Fault as fault:
                fec.faults.append(fault)
        if fec.faults:
            lines = [self._locate_fault(fault) for fault in fec.faults[:MAX_FAULTS]]
            if len(fec.faults) > MAX_FAULTS:
                lines.append("…")
            raise UserError(
                self.env._("This file cannot be taken over:\n%s", "\n".join(lines))
            )
        return fec, opening

    def _check_once(self, fec, date_end):
        openings = self.env["off.fec.opening"].sudo()
        known = openings.search(
            [
                ("company_id", "=", self.company_id.id),
                "|",
                ("fingerprint", "=", fec.fingerprint),
                ("date_end", "=", date_end),
            ],
            limit=1,
        )
        if known:
            raise UserError(
                self.env._(
                    "The books of %(company)s were opened from “%(file)s” (year until "
                    "%(day)s) by the entry %(entry)s. Delete that entry first if it "
                    "was wrong.",
                    company=self.company_id.sudo().name,
                    file=known.name,
                    day=known.date_end,
                    entry=known.move_id.display_name,
                )
            )

    def _get_warning(self, fec, siren, date_end):
        texts = []
        own = "".join(filter(str.isdigit, self.company_id.company_registry or ""))[:9]
        if siren and own and siren != own:
            texts.append(
                self.env._(
                    "The name of the file is of the enterprise %(siren)s, the operator "
                    "is %(own)s.",
                    siren=siren,
                    own=own,
                )
            )
        if fec.date_to > date_end:
            texts.append(
                self.env._(
                    "The file holds entries until %(last)s, after the year that it is "
                    "named for (%(end)s).",
                    last=fec.date_to,
                    end=date_end,
                )
            )
        return "\n".join(texts) or False

    def _check_choices(self, opening):
        """Everything that the file leaves open was decided by the user."""
        if not (self.date and self.journal_id):
            raise UserError(self.env._("Choose the day and the journal of the entry."))
        if self.unclear_count:
            unclear = self.partner_ids.filtered(lambda line: line.how == "several")
            raise UserError(
                self.env._(
                    "Several contacts fit these: %s. Choose one, or tick that a new "
                    "one is made.",
                    ", ".join(unclear.mapped("display_name")[:10]),
                )
            )
        if self.missing_count and not self.makes_accounts:
            missing = self.account_ids.filtered(lambda line: not line.account_id)
            raise UserError(
                self.env._(
                    "These accounts are not in the chart: %s. Choose others, or tick "
                    "that they are made.",
                    ", ".join(missing.mapped("code")[:20]),
                )
            )
        if opening.result and not self.result_account_id:
            raise UserError(
                self.env._(
                    "Classes 6 and 7 end with %s: choose the account of the result.",
                    self.currency_id.format(self.result),
                )
            )
        Move = self.env["account.move"]
        for account in self.account_ids.account_id | self.result_account_id:
            Move._off_check_moved_in(
                self.company_id, self.date, self.journal_id, account
            )
        Move._off_check_moved_in(self.company_id, self.date, self.journal_id)

    # -- the entry ---------------------------------------------------------------------
    def _make_accounts(self):
        """:return: ``{number of the file: account.account}``"""
        match = FecMatch(self.company_id, self.env)
        missing = self.account_ids.filtered(lambda line: not line.account_id)
        made = (
            self.env["account.account"]
            .sudo()
            .with_company(self.company_id)
            .create([match.prepare_account(line.code, line.name) for line in missing])
        )
        accounts = {line.code: line.account_id.sudo() for line in self.account_ids}
        return accounts | dict(zip(missing.mapped("code"), made, strict=True))

    def _make_partners(self):
        """:return: ``{(kind, auxiliary number): res.partner}``"""
        chosen = self.partner_ids.partner_id
        chosen.check_access("read")
        new = self.partner_ids.filtered(lambda line: not line.partner_id)
        made = (
            self.env["res.partner"]
            .sudo()
            .with_company(self.company_id)
            .with_context(tracking_disable=True, mail_create_nosubscribe=True)
            .create(
                [
                    {
                        "name": line.name or line.code,
                        "off_company_ids": [Command.set(self.company_id.ids)],
                        "is_company": line.kind == "producer",
                    }
                    for line in new
                ]
            )
        )
        References = self.env["off.former.reference"].sudo()
        pairs = dict(zip(new, made, strict=True))
        partners = {}
        for kind in ("member", "producer"):
            lines = self.partner_ids.filtered(lambda one, kind=kind: one.kind == kind)
            known = References._get_partners(
                self.company_id, kind, lines.mapped("code")
            )
            for line in lines:
                partners[kind, line.code] = pairs.get(line) or line.partner_id.sudo()
            References.create(
                [
                    {
                        "company_id": self.company_id.id,
                        "kind": kind,
                        "name": line.code,
                        "partner_id": partners[kind, line.code].id,
                    }
                    for line in lines
                    if line.code not in known
                ]
            )
        return partners

    def _prepare_lines(self, opening, accounts, partners):
        """Lines of the entry: one for each account, and on receivable and payable
        accounts one for each customer and supplier.

        :return: list of values; their balances sum to zero
        """
        sums = defaultdict(Decimal)
        for (number, person), balance in opening.balances.items():
            account = accounts[number]
            partner = None
            if kind := PERSONAL.get(account.account_type):
                other = "producer" if kind == "member" else "member"
                partner = partners.get((kind, person)) or partners.get((other, person))
            sums[account, partner] += balance
        if opening.result:
            sums[self.result_account_id.sudo(), None] += opening.result
        label = self.env._("Opening")
        return [
            {
                "account_id": account.id,
                "partner_id": partner.id if partner else False,
                "name": label,
                "balance": float(balance),
            }
            for (account, partner), balance in sums.items()
            if balance
        ]
