from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_repr

# States of Odoo's payments.
RECEIVED = ("in_process", "paid")
VOID = ("canceled", "rejected")


class OffStandingOrderInstalment(models.Model):
    """What is due in advance of a contract, and the payment that it became.

    A payment is Odoo's: a credit of the customer until invoices of cycles use it.
    """

    _name = "off.standing.order.instalment"
    _description = "Instalment of a Standing Order"
    _inherit = ["off.kept.mixin"]
    _order = "date, id"

    standing_order_id = fields.Many2one(
        "off.standing.order", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(related="standing_order_id.partner_id", store=True)
    company_id = fields.Many2one(
        related="standing_order_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("Due", required=True)
    amount = fields.Monetary(required=True, default=0.0)
    payment_id = fields.Many2one(
        "account.payment", readonly=True, copy=False, ondelete="restrict", index=True
    )
    amount_paid = fields.Monetary(
        "Paid", compute="_compute_state", store=True, compute_sudo=True
    )
    state = fields.Selection(
        [("due", "To pay"), ("draft", "Prepared"), ("paid", "Paid")],
        compute="_compute_state",
        store=True,
        compute_sudo=True,
    )

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "An instalment cannot be negative."
    )

    @api.depends("payment_id.state", "payment_id.amount")
    def _compute_state(self):
        for instalment in self:
            payment = instalment.payment_id
            received = payment.state in RECEIVED
            instalment.amount_paid = payment.amount if received else 0.0
            if received:
                instalment.state = "paid"
            else:
                instalment.state = "draft" if payment.state == "draft" else "due"

    @api.depends("standing_order_id.display_name", "date")
    def _compute_display_name(self):
        for instalment in self:
            instalment.display_name = (
                f"{instalment.standing_order_id.display_name}, {instalment.date}"
            )

    @api.constrains("payment_id", "standing_order_id")
    def _check_payment(self):
        for instalment in self.filtered("payment_id"):
            payment = instalment.payment_id.sudo()
            payer = payment.partner_id.commercial_partner_id
            if (
                payment.company_id != instalment.company_id
                or payer != instalment.partner_id.commercial_partner_id
            ):
                raise ValidationError(
                    self.env._(
                        "%s: this payment is not one of its customer to its operator.",
                        instalment.display_name,
                    )
                )

    def _get_amount(self):
        """:return: Decimal"""
        self.ensure_one()
        return Decimal(float_repr(self.amount, self.currency_id.decimal_places))

    def action_make_payments(self):
        """Prepare a payment of Odoo for each that has none, and show them: they are
        checked, given the right journal and confirmed there."""
        waiting = self.filtered(lambda one: one.state == "due" and one.amount)
        if not waiting and not self.payment_id:
            raise UserError(self.env._("Nothing of this is to be paid."))
        for company, instalments in waiting.grouped("company_id").items():
            payments = (
                self.env["account.payment"]
                .with_company(company)
                .create([one._prepare_payment() for one in instalments])
            )
            for instalment, payment in zip(instalments, payments, strict=True):
                instalment.payment_id = payment
        return self._view_payments()

    def _prepare_payment(self):
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "amount": self.amount,
            "date": self.date,
            "memo": self.env._("In advance: %s", self.standing_order_id.name),
        }

    def _view_payments(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_account_payments"
        )
        action |= {"context": {}, "domain": [("id", "in", self.payment_id.ids)]}
        if len(self.payment_id) == 1:
            action |= {
                "views": [(False, "form")],
                "view_mode": "form",
                "res_id": self.payment_id.id,
            }
        return action

    def write(self, vals):
        if {"amount", "date", "standing_order_id"} & vals.keys():
            self._check_no_payment()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        self._check_no_payment()

    def _check_no_payment(self):
        held = self.filtered(
            lambda one: one.payment_id and one.payment_id.sudo().state not in VOID
        )
        if held:
            raise UserError(
                self.env._(
                    "These instalments have a payment and stay as they are: %s. Cancel "
                    "the payment first.",
                    ", ".join(held.mapped("display_name")),
                )
            )
