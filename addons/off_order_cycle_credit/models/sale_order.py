from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang


class SaleOrder(models.Model):
    """An order that is paid by invoice: what its customer owes with it stays within
    the credit limit of the operator."""

    _inherit = "sale.order"

    off_invoice_later = fields.Boolean(
        "Paid by invoice", readonly=True, copy=False, groups="base.group_user"
    )
    off_credit_owed = fields.Monetary(
        "Owed before",
        readonly=True,
        copy=False,
        currency_field="off_company_currency_id",
        groups="base.group_user",
        help="What the customer owed, without this order, when it was allowed by "
        "invoice: open invoices less payments, and orders that were not invoiced yet.",
    )
    off_credit_limit = fields.Monetary(
        "Credit limit",
        readonly=True,
        copy=False,
        currency_field="off_company_currency_id",
        groups="base.group_user",
        help="The customer's credit limit when the order was allowed.",
    )
    off_company_currency_id = fields.Many2one(
        related="company_id.currency_id",
        string="Currency of the company",
        groups="base.group_user",
    )

    def _off_get_credit_refusal(self):
        """Why this order cannot be paid by invoice, with the figures, or nothing."""
        self.ensure_one()
        order = self.sudo()
        if not order.off_exchange_id:
            return self.env["payment.provider"]._off_say_no_order()
        if not order.partner_invoice_id._off_may_pay_by_invoice(order.company_id):
            return self.env._(
                "%(operator)s does not let %(customer)s pay by invoice. Choose another "
                "means of payment, or ask for it.",
                operator=order.company_id.name,
                customer=order.partner_invoice_id.commercial_partner_id.name,
            )
        return order._off_judge(order._off_get_credit())

    def _off_get_credit_notice(self):
        """What a customer who pays by invoice reads at the checkout when this order
        would pass its limit, or nothing."""
        self.ensure_one()
        order = self.sudo()
        if not order.off_exchange_id or order.state not in ("draft", "sent"):
            return ""
        if not order.partner_invoice_id._off_may_pay_by_invoice(order.company_id):
            return ""
        return order._off_judge(order._off_get_credit())

    def _off_get_credit(self):
        partner = self.partner_invoice_id
        return partner._off_get_credit(self.company_id, self)

    def _off_judge(self, credit):
        """:return: the figures where ``credit`` does not suffice, or nothing"""
        currency = self.company_id.currency_id
        amount = self.currency_id._convert(
            self.amount_total, currency, self.company_id, fields.Date.today()
        )
        if currency.compare_amounts(credit.owed + amount, credit.limit) <= 0:
            return ""

        def tell(value):
            return formatLang(self.env, value, currency_obj=currency)

        return self.env._(
            "This order of %(amount)s passes your credit limit at %(operator)s: "
            "%(owed)s are owed, invoices and orders, %(total)s with this one, and the "
            "limit is %(limit)s. Order less, pay what is open, or choose another means "
            "of payment.",
            amount=tell(amount),
            operator=self.company_id.name,
            owed=tell(credit.owed),
            total=tell(credit.owed + amount),
            limit=tell(credit.limit),
        )

    def _off_draw_credit(self):
        """Allow this order by invoice, and keep why.

        :raise UserError: the figures, where the limit is passed
        """
        self.ensure_one()
        order = self.sudo()
        order.partner_invoice_id._off_lock_credit()
        if reason := order._off_get_credit_refusal():
            raise UserError(reason)
        credit = order._off_get_credit()
        order.write(
            {
                "off_invoice_later": True,
                "off_credit_owed": credit.owed,
                "off_credit_limit": credit.limit,
            }
        )

    def _off_keep_credit_limit(self):
        """Where no means of payment is chosen, who has a limit keeps to it.

        :raise UserError: the figures, where the limit is passed
        """
        self.ensure_one()
        order = self.sudo()
        order.partner_invoice_id._off_lock_credit()
        credit = order._off_get_credit()
        if credit.limit > 0 and (reason := order._off_judge(credit)):
            raise UserError(reason)

    def _action_confirm(self):
        """Extends off_order_cycle: what a customer who pays by invoice orders is owed,
        however it is paid, and counts for its other orders at once."""
        for company, orders in (
            self.filtered("off_exchange_id").grouped("company_id").items()
        ):
            orders.partner_invoice_id.filtered(
                lambda one, company=company: one._off_may_pay_by_invoice(company)
            )._off_lock_credit()
        return super()._action_confirm()
