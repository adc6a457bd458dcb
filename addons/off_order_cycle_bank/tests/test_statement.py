from base64 import b64encode

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import BankCommon

ENTRY = """
<Ntry>
  <Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
  <BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt>
  <NtryDtls><TxDtls>
    <RmtInf><Ustrd>{text}</Ustrd></RmtInf>
  </TxDtls></NtryDtls>
</Ntry>
"""
FILE = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">
<BkToCstmrStmt>
<GrpHdr><MsgId>1</MsgId><CreDtTm>2026-11-20T10:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S1</Id><CreDtTm>2026-11-20T10:00:00</CreDtTm>
<Acct><Id><IBAN>FR7630001007941234567890185</IBAN></Id><Ccy>{currency}</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">0</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{total}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>
{entries}
</Stmt></BkToCstmrStmt></Document>
"""


@tagged("post_install", "-at_install")
class TestStatement(BankCommon):
    """Family 0 is invoiced 10.00, Family 1 2.50."""

    def setUp(self):
        super().setUp()
        self.first = self._create_order({self.product: 4})
        self.second = self._create_order({self.product: 1}, self.families[1])

    def _import(self, *rows):
        """Read a CAMT file.

        :param rows: (amount, text) of each transfer that came in
        :return: account.bank.statement.line in this order
        """
        currency = self.company_a.currency_id.name
        content = FILE.format(
            currency=currency,
            total=sum(amount for amount, _text in rows),
            entries="".join(
                ENTRY.format(amount=a, text=t, currency=currency) for a, t in rows
            ),
        )
        # In tests the OCA's add-on matches nothing by itself, unless told to.
        wizard = (
            self.env["account.statement.import"]
            .with_user(self.chief)
            .with_company(self.company_a)
            .with_context(_test_account_reconcile_oca=True)
            .create(
                {
                    "statement_file": b64encode(content.encode()),
                    "statement_filename": "camt.xml",
                }
            )
        )
        action = wizard.import_file_button()
        statement = self.env["account.bank.statement"].search(action["domain"])
        return statement.line_ids.sorted(lambda one: one.id)

    def test_a_file_is_booked_once(self):
        self._settle()
        name = self.first.invoice_ids.name
        rows = ((10, f"VIR {name}"), (3, "CB"), (3, "CB"))
        lines = self._import(*rows)
        self.assertEqual(len(lines), 3, "two that are equal are two")
        with self.assertRaisesRegex(UserError, "already imported"):
            self._import(*rows)
        found = self.env["account.bank.statement.line"].search(
            [("journal_id", "=", lines.journal_id.id)]
        )
        self.assertEqual(found, lines)

    def test_the_number_of_an_invoice_is_found_in_the_text(self):
        self._settle()
        invoice = self.first.invoice_ids
        line = self._import((10, f"VIR DE M DURAND {invoice.name} MERCI"))
        self.assertTrue(line.is_reconciled)
        self.assertEqual(line.partner_id, self.families[0])
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(self.second.invoice_ids.payment_state, "not_paid")

    def test_the_number_of_an_order_pays_its_invoice(self):
        self._settle()
        line = self._import((10, f"commande {self.first.name.lower()}"))
        self.assertTrue(line.is_reconciled)
        self.assertEqual(self.first.invoice_ids.amount_residual, 0)

    def test_a_part_is_a_part(self):
        self._settle()
        invoice = self.first.invoice_ids
        self._import((4, invoice.name))
        self.assertEqual(invoice.amount_residual, 6)

    def _get_credit(self, partner):
        lines = self.env["account.move.line"].search(
            [
                ("partner_id", "=", partner.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("amount_residual", "<", 0),
            ]
        )
        return -sum(lines.mapped("amount_residual"))

    def test_what_is_too_much_is_the_customers_credit(self):
        self._settle()
        line = self._import((12, f"{self.first.invoice_ids.name}"))
        self.assertTrue(line.is_reconciled)
        self.assertEqual(self.first.invoice_ids.amount_residual, 0)
        self.assertEqual(self._get_credit(self.families[0]), 2)

    def test_two_customers_are_told_apart_by_nobody(self):
        self._settle()
        names = f"{self.first.invoice_ids.name} {self.second.invoice_ids.name}"
        line = self._import((12.5, names))
        self.assertFalse(line.is_reconciled)
        self.assertFalse(line.partner_id)

    def test_who_pays_before_the_invoice_is_known(self):
        line = self._import((10, f"{self.first.name} Durand"))
        self.assertEqual(line.partner_id, self.families[0])
        self.assertTrue(line.is_reconciled)
        self.assertEqual(self._get_credit(self.families[0]), 10)
        # where its add-on has the hub use credits, the invoice takes it
        self._settle()
        self.assertEqual(self.first.invoice_ids.amount_residual, 0)

    def test_other_operators_numbers_are_not_ours(self):
        self._settle()
        wrong = self.first.invoice_ids
        for query in (
            "UPDATE account_move SET company_id = %s WHERE id = %s",
            "UPDATE account_move_line SET company_id = %s WHERE move_id = %s",
        ):
            self.env.cr.execute(query, (self.company_b.id, wrong.id))
        self.env.invalidate_all()
        line = self._import((10, wrong.name))
        self.assertFalse(line.partner_id)

    def test_cheques_are_brought_to_the_bank_together(self):
        journal = self.env["account.journal"].browse(
            self.company_a.action_off_take_cheques()["res_id"]
        )
        self._settle()
        invoices = (self.first | self.second).invoice_ids
        for invoice in invoices:
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create({"journal_id": journal.id}).action_create_payments()
        cheques = journal.inbound_payment_method_line_ids.payment_account_id
        held = self.env["account.move.line"].search(
            [("account_id", "=", cheques.id), ("parent_state", "=", "posted")]
        )
        self.assertEqual(sum(held.mapped("balance")), 12.5)
        deposit = (
            self.env["account.check.deposit"]
            .with_company(self.company_a)
            .create(
                {
                    "company_id": self.company_a.id,
                    "journal_id": journal.id,
                    "bank_journal_id": self.bank.id,
                    "check_payment_ids": [(6, 0, held.ids)],
                }
            )
        )
        deposit.validate_deposit()
        self.assertEqual(deposit.total_amount, 12.5)
        self.assertTrue(all(held.mapped("reconciled")))
