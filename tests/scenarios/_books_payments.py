"""What is paid before the hand-over: online, and by direct debit."""

from decimal import Decimal

from freezegun import freeze_time
from lxml import etree
from support.payments import pay, publish

from odoo.tools import file_open

PAIN_008 = "account_payment_sepa_direct_debit/data/pain.008.001.08.xsd"
DAY = "2025-12-30"
IBAN = "FR7630006000011234567890189"


class BooksPayments:
    """The first family of the association pays online when it orders; the last one of
    the cooperative has signed a mandate."""

    def make_payments(self):
        self.matched = self.env["account.bank.statement.line"]
        self.online = publish(
            self.env, self.companies["association"], "wire_transfer", "En ligne"
        )
        self.debit = publish(
            self.env, self.companies["cooperative"], "sepa_debit", "Prélèvement"
        )
        self.payer = self.families["association"][0]
        self.debtor = self.families["cooperative"][-1]
        company, journal = self.companies["cooperative"], self.banks["cooperative"]
        company.sepa_creditor_identifier = "FR78ZZZ424242"
        method = self.env["account.payment.method"].search(
            [("code", "=", "sepa_direct_debit"), ("payment_type", "=", "inbound")]
        )
        lines = journal.inbound_payment_method_line_ids
        self.debit_line = lines.filtered(
            lambda line: line.payment_method_id == method
        ) or self.env["account.payment.method.line"].create(
            {"journal_id": journal.id, "payment_method_id": method.id}
        )
        self.debit_line.selectable = True
        # As on the portal.
        mandate = self.env["account.banking.mandate"]._off_sign(
            self.debtor, company, IBAN, "203.0.113.7"
        )
        mandate = mandate.with_env(self.desks["cooperative"])
        mandate.validate()

    def pay_ahead(self, orders):
        """As the service of payments tells it, when they ordered."""
        for order in orders.filtered(lambda one: one.partner_id == self.payer):
            transaction = pay(self.online, order)
            transaction._set_done()
            transaction._post_process()
            self.paid_online |= transaction

    def ask_for_debit(self, order):
        """A draft order is validated by choosing the direct debit."""
        transaction = pay(self.debit, order)
        transaction._set_pending()
        transaction._post_process()

    # -- the bank ----------------------------------------------------------------------
    def collect(self):
        """The treasurer's file, and what the bank says of it; the payout of what was
        paid online."""
        desk = self.desks["cooperative"]
        invoices = desk["account.move"].search(
            [
                ("partner_id", "=", self.debtor.id),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("payment_state", "=", "not_paid"),
            ]
        )
        with freeze_time(f"{DAY} 09:00:00"):
            invoices.create_account_payment_line()
            batch = desk["account.payment.order"].search(
                [("payment_line_ids.move_line_id.move_id", "in", invoices.ids)]
            )
            batch.draft2open()
            batch.open2generated()
            self.debit_file = batch.payment_file_id.raw
            batch.generated2uploaded()
            self.debit_payments = batch.payment_ids.with_env(self.env)
            self.match(
                "cooperative",
                "debit",
                sum(invoices.mapped("amount_total")),
                batch.payment_ids.outstanding_account_id,
            )
            payments = self.paid_online.payment_id
            self.match(
                "association",
                "payout",
                sum(payments.mapped("amount")),
                payments.outstanding_account_id,
            )
        self.collected = invoices.with_env(self.env)
        self.env.cr.commit()

    def match(self, key, name, amount, account):
        """One line of the bank for many payments: who keeps the books takes all that
        wait on their account."""
        (line,) = self.import_bank(key, f"{key}-{name}", DAY, [(amount, name)])
        line = line.with_env(self.desks[key])
        # One payment of the same amount is found by itself.
        if not line.is_reconciled:
            line.add_multiple_lines(
                [
                    ("account_id", "=", account.id),
                    ("reconciled", "=", False),
                    ("parent_state", "=", "posted"),
                    ("company_id", "=", self.companies[key].id),
                ]
            )
            line.reconcile_bank_line()
        self.matched |= line.with_env(self.env)

    def check_payments(self):
        orders = self.paid_online.sale_order_ids
        invoices = orders.invoice_ids
        waiting = self.sum_account(
            "association", self.paid_online.payment_id.outstanding_account_id
        )
        self.check(
            "what-is-paid-online-is-reconciled-with-its-invoice-and-the-bank",
            len(orders) == self.args.cycles
            and set(invoices.mapped("payment_state")) == {"paid"}
            and self.matched
            and all(self.matched.mapped("is_reconciled"))
            and not waiting,
            f"{len(orders)} orders, {sum(self.paid_online.mapped('amount')):.2f}, "
            f"invoices {sorted(set(invoices.mapped('payment_state')))}, "
            f"on its way {waiting}",
        )
        with file_open(PAIN_008) as file:
            schema = etree.XMLSchema(etree.parse(file))
        document = etree.fromstring(self.debit_file)
        total = document.findtext(".//{*}GrpHdr/{*}CtrlSum")
        due = sum(self.collected.mapped("amount_total"))
        waiting = self.sum_account(
            "cooperative", self.debit_payments.outstanding_account_id
        )
        self.check(
            "direct-debits-are-a-valid-file-and-reconciled",
            schema.validate(document)
            and len(self.collected) == self.args.cycles
            and Decimal(total) == Decimal(f"{due:.2f}")
            and set(self.collected.mapped("payment_state")) == {"paid"}
            and not waiting,
            f"{len(self.collected)} invoices {due:.2f}, "
            f"{sorted(set(self.collected.mapped('payment_state')))}, file {total} "
            f"{schema.error_log.last_error}, on its way {waiting}",
        )
