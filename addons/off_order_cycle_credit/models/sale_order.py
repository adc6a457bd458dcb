from odoo import api, fields, models
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
        """:return: the figures where ``credit`` does not suffice, as the customer reads
        them, or nothing"""
        if self._off_is_within(credit):
            return ""
        return self.env._(
            "This order of %(amount)s passes your credit limit at %(operator)s: "
            "%(owed)s are owed, invoices and orders, %(total)s with this one, and the "
            "limit is %(limit)s. Order less, pay what is open, or choose another means "
            "of payment.",
            operator=self.company_id.name,
            **self._off_tell_credit(credit),
        )

    def _off_is_within(self, credit):
        currency = self.company_id.currency_id
        total = credit.owed + self._off_get_amount_due()
        return currency.compare_amounts(total, credit.limit) <= 0

    def _off_get_amount_due(self):
        """What this order comes to, in the currency of the operator."""
        return self.currency_id._convert(
            self.amount_total,
            self.company_id.currency_id,
            self.company_id,
            fields.Date.today(),
        )

    def _off_tell_credit(self, credit):
        """:return: ``{"amount", "owed", "total", "limit": texts}``"""
        currency, amount = self.company_id.currency_id, self._off_get_amount_due()
        values = {
            "amount": amount,
            "owed": credit.owed,
            "total": credit.owed + amount,
            "limit": credit.limit,
        }
        return {
            name: formatLang(self.env, value, currency_obj=currency)
            for name, value in values.items()
        }

    def _off_judge_for_staff(self, credit):
        """:return: the figures where ``credit`` does not suffice, as staff reads them,
        or nothing"""
        if self._off_is_within(credit):
            return ""
        return self.env._(
            "This order of %(amount)s passes the credit limit of %(customer)s: "
            "%(owed)s are owed, invoices and orders, %(total)s with this one, and the "
            "limit is %(limit)s.",
            customer=self.partner_invoice_id.commercial_partner_id.name,
            **self._off_tell_credit(credit),
        )

    # -- who enters orders for customers -----------------------------------------------
    @api.depends("off_exchange_id", "partner_invoice_id")
    def _compute_partner_credit_warning(self):
        """Extends sale: who enters an order of a cycle is warned by what its customer
        owes as cycles reckon it, where its hub keeps to the limits."""
        result = super()._compute_partner_credit_warning()
        warned = self.sudo().filtered(
            lambda order: (
                order.off_exchange_id.hub_id.keeps_credit_limit
                and order.state in ("draft", "sent", "sale")
                and not order.locked
            )
        )
        for order in warned._off_get_limited():
            credit = order._off_get_credit()
            order.partner_credit_warning = order._off_judge_for_staff(credit)
        return result

    def _off_get_limited(self):
        """Those of these orders whose customers have a limit."""

        def is_limited(order):
            partner = order.sudo().partner_invoice_id.commercial_partner_id
            return partner.with_company(order.company_id).credit_limit > 0

        return self.filtered(is_limited)

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

    def _off_keep_credit_limit(self, for_staff=True):
        """Where no means of payment is chosen, who has a limit keeps to it.

        :param for_staff: whether somebody else than the customer reads the reason
        :raise UserError: the figures, where the limit is passed
        """
        limited = self.sudo()._off_get_limited()
        limited.partner_invoice_id._off_lock_credit()
        for order in limited:
            credit = order._off_get_credit()
            judge = order._off_judge_for_staff if for_staff else order._off_judge
            if reason := judge(credit):
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
