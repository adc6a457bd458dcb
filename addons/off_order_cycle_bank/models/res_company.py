from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

# Cheques that wait for the bank, in the French chart.
CHEQUES_XMLID = "pcg_5112"
CHEQUES_CODE = "511200"


class ResCompany(models.Model):
    _inherit = "res.company"

    def _off_setup_operator(self, chart_template=None):
        """Extends off_hub_network: producers are paid by credit transfer."""
        result = super()._off_setup_operator(chart_template)
        self._off_set_up_transfers()
        return result

    def _off_set_up_transfers(self):
        """Let the bank journals of these operators send SEPA credit transfers."""
        method = self.env.ref(
            "account_payment_sepa_credit_transfer.sepa_credit_transfer"
        )
        for company in self.sudo().filtered("chart_template"):
            journals = self.env["account.journal"].sudo()
            journals = journals.search(
                [("company_id", "=", company.id), ("type", "=", "bank")]
            )
            missing = journals.filtered(
                lambda one: (
                    method not in one.outbound_payment_method_line_ids.payment_method_id
                )
            )
            self.env["account.payment.method.line"].sudo().create(
                [
                    {
                        "name": method.name,
                        "payment_method_id": method.id,
                        "journal_id": journal.id,
                    }
                    for journal in missing
                ]
            )
            company._off_set_outstanding_accounts()

    def _off_get_transfer_line(self):
        """By which payment method this operator pays its producers; that of a journal
        with a bank account."""
        self.ensure_one()
        lines = self.env["account.payment.method.line"].search(
            [
                ("journal_id.company_id", "=", self.id),
                ("payment_method_id.code", "=", "sepa_credit_transfer"),
                ("payment_type", "=", "outbound"),
            ],
            order="sequence, id",
        )
        return lines.filtered("journal_id.bank_account_id")[:1]

    def action_off_take_cheques(self):
        """Make a journal for cheques, which lie on an account of their own until they
        are brought to the bank together."""
        self.ensure_one()
        self.check_access("write")
        company = self.sudo()
        if not company.chart_template:
            raise UserError(
                self.env._(
                    "%s has no chart of accounts yet: set it up as operator first.",
                    company.name,
                )
            )
        journal = company._off_create_cheque_journal()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_account_journal_form"
        )
        return {
            **action,
            "views": [(False, "form")],
            "res_id": journal.id,
            "context": {},
        }

    def _off_create_cheque_journal(self):
        Journal = self.env["account.journal"].with_company(self)
        taken = set(Journal.search([("company_id", "=", self.id)]).mapped("code"))
        codes = ["CHQ", *(f"CH{number:02}" for number in range(1, 100))]
        manual = self.env.ref("account.account_payment_method_manual_in")
        return Journal.create(
            {
                "name": self.env._("Cheques"),
                "type": "bank",
                "code": next(one for one in codes if one not in taken),
                "company_id": self.id,
                "inbound_payment_method_line_ids": [
                    Command.create(
                        {
                            "payment_method_id": manual.id,
                            "payment_account_id": self._off_ensure_cheque_account().id,
                        }
                    )
                ],
            }
        )

    def _off_ensure_cheque_account(self):
        chart = self.env["account.chart.template"].sudo().with_company(self)
        account = chart.ref(CHEQUES_XMLID, raise_if_not_found=False)
        if account:
            account.reconcile = True
            return account
        Account = self.env["account.account"].sudo().with_company(self)
        return Account.create(
            {
                "code": Account._search_new_account_code(CHEQUES_CODE),
                "name": self.env._("Cheques to be brought to the bank"),
                "account_type": "asset_current",
                "reconcile": True,
                "company_ids": [Command.link(self.id)],
            }
        )
