from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class AccountBankingMandate(models.Model):
    """A mandate that a customer signed on the portal, with the proof of it."""

    _inherit = "account.banking.mandate"

    off_signed_by_id = fields.Many2one(
        "res.partner", "Signed by", readonly=True, copy=False, ondelete="restrict"
    )
    off_signed_at = fields.Datetime("Signed on the website", readonly=True, copy=False)
    off_signed_ip = fields.Char("From the address", readonly=True, copy=False)
    off_signed_text = fields.Text("Text that was signed", readonly=True, copy=False)

    @api.model
    def _off_get_consent(self, company):
        """What a customer agrees to."""
        return self.env._(
            "By signing this mandate I authorise (A) %(creditor)s, creditor identifier "
            "%(identifier)s, to send instructions to my bank to debit my account, and "
            "(B) my bank to debit my account in accordance with them. I am entitled to "
            "a refund from my bank under the terms of my agreement with it; it must be "
            "claimed within 8 weeks from the date on which my account was debited.",
            creditor=company.name,
            identifier=company.sudo()._off_get_creditor_identifier() or "–",
        )

    @api.model
    def _off_sign(self, partner, company, iban, address):
        """A draft mandate that ``partner`` signs now; the operator validates it. What
        it signed before and was not validated yet is replaced.

        :param address: from which the request came
        :raise UserError: says what is wrong with the IBAN
        """
        customer = partner.commercial_partner_id.sudo()
        account = self._off_get_account(customer, iban)
        before = self.search(
            [
                ("partner_id", "=", customer.id),
                ("company_id", "=", company.id),
                ("state", "in", ("draft", "valid", "final")),
            ]
        )
        if any(one.partner_bank_id == account for one in before - before._off_drafts()):
            raise UserError(
                self.env._("There is a valid mandate for this account already.")
            )
        before._off_drafts().filtered("off_signed_at").cancel()
        return self.create(
            {
                "partner_id": customer.id,
                "partner_bank_id": account.id,
                "company_id": company.id,
                "format": "sepa_core",
                "type": "recurrent",
                "signature_date": fields.Date.context_today(self),
                "off_signed_by_id": partner.id,
                "off_signed_at": fields.Datetime.now(),
                "off_signed_ip": address,
                "off_signed_text": self._off_get_consent(company),
            }
        )

    def _off_drafts(self):
        return self.filtered(lambda one: one.state == "draft")

    def _off_get_account(self, customer, iban):
        """The bank account ``iban`` of ``customer``. Operators for which a mandate is
        signed know it (see ``res.partner.bank``)."""
        Bank = self.env["res.partner.bank"].sudo()
        number = "".join(iban.split()).upper()
        try:
            Bank.check_iban(number) or self._off_refuse(iban)
        except ValidationError:
            self._off_refuse(iban)
        account = Bank.with_context(active_test=False).search(
            [("partner_id", "=", customer.id), ("sanitized_acc_number", "=", number)],
            limit=1,
        )
        if not account:
            return Bank.create({"partner_id": customer.id, "acc_number": number})
        account.active = True
        return account

    def _off_refuse(self, iban):
        raise UserError(
            self.env._(
                "“%s” is no IBAN: copy it from your bank's papers, it begins with two "
                "letters.",
                iban[:40],
            )
        )

    def _off_get_masked(self):
        """“FR76 •••• 0189”: enough to know which account it is."""
        self.ensure_one()
        number = self.sudo().partner_bank_id.sanitized_acc_number or ""
        return f"{number[:4]} •••• {number[-4:]}"
