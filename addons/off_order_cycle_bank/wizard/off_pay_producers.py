from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

# Who may make payment orders, by the OCA's add-on.
MANAGERS = "account_payment_batch_oca.group_account_payment"


class OffPayProducers(models.TransientModel):
    """One payment order for all that is due to producers.

    What they gave back is taken off first, the oldest bill first.
    """

    _name = "off.pay.producers"
    _description = "Pay Producers"

    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_due = fields.Date(
        "Due until",
        required=True,
        default=fields.Date.context_today,
        help="What falls due later waits.",
    )
    line_ids = fields.One2many(
        "off.pay.producers.line",
        "pay_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    total = fields.Monetary(compute="_compute_total")

    @api.depends("company_id", "date_due")
    def _compute_line_ids(self):
        for one in self:
            one.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "partner_id": partner.id,
                            "amount": amount,
                            "is_paid": amount > 0 and bool(partner.bank_ids),
                        }
                    )
                    for partner, amount in one._get_due().items()
                ),
            ]

    @api.depends("line_ids.is_paid", "line_ids.amount")
    def _compute_total(self):
        for one in self:
            one.total = sum(one.line_ids.filtered("is_paid").mapped("amount"))

    def _check_may_pay(self):
        if not self.env.user.has_group(MANAGERS):
            raise AccessError(
                self.env._(
                    "Only who manages payment orders pays producers: an administrator "
                    "gives this right."
                )
            )
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("Choose one of the operators for which you work.")
            )

    def _get_domain(self):
        """What is open with producers by the ledger, and in no payment order yet."""
        waiting = self.env["account.payment.line"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("draft", "open", "generated")),
                ("move_line_id", "!=", False),
            ]
        )
        return Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("account_id.account_type", "=", "liability_payable"),
                ("reconciled", "=", False),
                ("amount_residual", "!=", 0),
                ("partner_id.off_is_producer", "=", True),
                # “Block payment”: somebody contests it.
                ("move_id.payment_state", "!=", "blocked"),
                ("id", "not in", waiting.move_line_id.ids),
            ]
        ) & (
            Domain("date_maturity", "=", False)
            | Domain("date_maturity", "<=", self.date_due)
            # What producers owe is taken off whenever it falls due.
            | Domain("balance", ">", 0)
        )

    def _get_due(self):
        """:return: ``{producer: amount}``, of whom something is open"""
        if not self.company_id or not self.date_due:
            return {}
        self._check_may_pay()
        rows = self.env["account.move.line"]._read_group(
            self._get_domain(), ["partner_id"], ["amount_residual:sum"]
        )
        rounded = self.company_id.currency_id.round
        return {
            partner: rounded(-amount)
            for partner, amount in rows
            if not self.company_id.currency_id.is_zero(amount)
        }

    def action_pay(self):
        """Make the payment order of those who are ticked; nothing is paid before it is
        confirmed and its file is sent to the bank.

        :return: action that shows it
        """
        self.ensure_one()
        self._check_may_pay()
        producers = self.line_ids.filtered("is_paid").partner_id
        if not producers:
            raise UserError(self.env._("Tick at least one producer."))
        if lacking := producers.filtered(lambda one: not one.bank_ids):
            raise UserError(
                self.env._(
                    "The bank account of these producers is not known: %s. Write it on "
                    "their contacts, or leave them out.",
                    ", ".join(lacking.mapped("display_name")),
                )
            )
        method = self.company_id._off_get_transfer_line()
        if not method:
            raise UserError(
                self.env._(
                    "%s has no bank journal with an account number that sends SEPA "
                    "credit transfers: write the account on the journal.",
                    self.company_id.name,
                )
            )
        lines = self.env["account.move.line"].search(
            self._get_domain() & Domain("partner_id", "in", producers.ids),
            order="date_maturity, id",
        )
        # Of two who pay at once the second begins anew, and finds nothing left.
        self.env.cr.execute(
            "UPDATE account_move_line SET write_date = write_date WHERE id = ANY(%s)",
            [lines.ids],
        )
        self._set_off(lines)
        owed = lines.filtered(lambda one: not one.reconciled and one.balance < 0)
        if not owed:
            raise UserError(self.env._("Nothing is due to them any more."))
        order = (
            self.env["account.payment.order"]
            .with_company(self.company_id)
            .create(
                {
                    "payment_method_line_id": method.id,
                    "payment_type": "outbound",
                    "company_id": self.company_id.id,
                    "journal_id": method.journal_id.id,
                    "description": self.env._("Producers"),
                }
            )
        )
        payments = owed.create_payment_line_from_move_line(order)
        for payment in payments.filtered(lambda one: not one.partner_bank_id):
            # Written on the contact after the bill was made.
            payment.partner_bank_id = payment.partner_id.bank_ids[:1]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account_payment_batch_oca.account_payment_order_outbound_action"
        )
        return {**action, "views": [(False, "form")], "res_id": order.id}

    def _set_off(self, lines):
        """Take what producers owe, by refunds, off what they are owed."""
        for _key, mine in lines.grouped(
            lambda one: (one.partner_id, one.account_id)
        ).items():
            if len({one.balance > 0 for one in mine}) == 2:
                mine.reconcile()


class OffPayProducersLine(models.TransientModel):
    _name = "off.pay.producers.line"
    _description = "Producer to Be Paid"

    pay_id = fields.Many2one("off.pay.producers", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="pay_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Producer", required=True)
    amount = fields.Monetary("Amount due", readonly=True)
    account_number = fields.Char(compute="_compute_account_number")
    is_paid = fields.Boolean("Pay")

    @api.depends("partner_id")
    def _compute_account_number(self):
        for line in self:
            account = line.partner_id.bank_ids[:1].acc_number
            line.account_number = account or self.env._("not known")
