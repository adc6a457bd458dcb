from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OffMovingImport(models.TransientModel):
    """Balances become one miscellaneous entry."""

    _inherit = "off.moving.import"

    date = fields.Date(
        "Balances of",
        default=fields.Date.context_today,
        help="Day of the entry; also the due date of rows that have none.",
    )
    sign = fields.Selection(
        [
            ("owes", "they owe us"),
            ("credit", "they have in credit with us"),
        ],
        "A customer's balance above zero is what",
        default="credit",
        required=True,
        help="Open Food Network and most shops write credit above zero, ledgers what "
        "is owed. A producer's balance above zero is what we owe it.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
    )
    account_id = fields.Many2one(
        "account.account",
        "Against",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('company_ids', 'in', company_id), ('account_type', 'not in', "
        "('asset_receivable', 'liability_payable'))]",
        help="It is empty again when all that was in the former books is brought.",
    )
    is_posted = fields.Boolean(
        "Post the entry", help="Otherwise it stays a draft, to be looked through."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    debit = fields.Monetary("Owed to us", compute="_compute_totals")
    credit = fields.Monetary("Owed by us", compute="_compute_totals")
    balance = fields.Monetary("Against the account", compute="_compute_totals")
    move_id = fields.Many2one("account.move", "Entry", readonly=True)

    @api.depends("company_id")
    def _compute_journal_id(self):
        for wizard in self:
            company = wizard.company_id
            journals = self.env["account.journal"].sudo()
            wizard.journal_id = journals.search(
                [("company_id", "=", company.id), ("type", "=", "general")], limit=1
            )
            wizard.account_id = company.sudo()._off_get_opening_account()

    @api.depends("line_ids.debit", "line_ids.credit", "line_ids.action")
    def _compute_totals(self):
        for wizard in self:
            new = wizard.line_ids.filtered(lambda line: line.action == "create")
            wizard.debit = sum(new.mapped("debit"))
            wizard.credit = sum(new.mapped("credit"))
            wizard.balance = wizard.currency_id.round(wizard.credit - wizard.debit)

    def action_open_entry(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
        }

    def _build_plan(self):
        if self.kind == "balance":
            self._check_entry()
        return super()._build_plan()

    def _check_entry(self):
        if not (self.date and self.journal_id and self.account_id):
            raise UserError(
                self.env._("Choose the day, the journal and the account of the entry.")
            )
        self.env["account.move"]._off_check_moved_in(
            self.company_id, self.date, self.journal_id, self.account_id
        )

    def _make_entry(self, rows):
        """One entry of all rows, and one line that balances it.

        :param rows: values of account.move.line, ``balance`` a Decimal
        """
        total = sum((row["balance"] for row in rows), Decimal())
        lines = [{**row, "balance": float(row["balance"])} for row in rows]
        if total:
            lines.append(
                {
                    "account_id": self.account_id.id,
                    "name": self.env._("Balances brought forward"),
                    "balance": float(-total),
                }
            )
        self.move_id = self.env["account.move"]._off_create_moved_in(
            {
                "company_id": self.company_id.id,
                "journal_id": self.journal_id.id,
                "date": self.date,
                "ref": self.env._("Balances brought from %s", self.filename or ""),
                "off_moved_in": "balance",
                "line_ids": [Command.create(line) for line in lines],
            },
            self.is_posted,
        )
