import re

from odoo import fields
from odoo.fields import Command

from .common import CycleWebsiteCase


class CheckoutCase(CycleWebsiteCase):
    """A hub whose customers choose how to pay, with methods that need no service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hub.checkout = "payment"
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )
        cls.journal = cls.env["account.journal"].search(
            [("company_id", "=", cls.company.id), ("type", "=", "bank")], limit=1
        )
        cls.on_site = cls._publish("cash_on_delivery", "Pay at the pickup")
        cls.transfer = cls._publish("wire_transfer", "Bank transfer")

    @classmethod
    def _publish(cls, mode, name):
        """A method of payment without any service behind it."""
        method = cls.env["payment.method"].search(
            [("code", "=", mode), ("active", "in", (True, False))], limit=1
        )
        provider = cls.env["payment.provider"].create(
            {
                "name": name,
                "code": "custom",
                "custom_mode": mode,
                "company_id": cls.company.id,
                "state": "enabled",
                "is_published": True,
                "payment_method_ids": [Command.set(method.ids)],
            }
        )
        method.active = True
        # Where the money of this method is booked.
        cls.env["account.payment.method.line"].create(
            {
                "name": name,
                "journal_id": cls.journal.id,
                "payment_method_id": cls.env.ref(
                    "account.account_payment_method_manual_in"
                ).id,
                "payment_provider_id": provider.id,
            }
        )
        provider.journal_id = cls.journal
        return provider

    def _check_out(self, quantities, slot=None):
        page = self.url_open(self._get_path()).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        data = {
            f"qty_{self._get_offer(product).id}": quantity
            for product, quantity in quantities.items()
        }
        return self.url_open(
            f"{self._get_path()}/checkout",
            {**data, "slot": (slot or self.slot).id, "csrf_token": token},
        )

    def _pay(self, order, provider):
        """What the payment page's script asks for."""
        return self.make_jsonrpc_request(
            f"/shop/payment/transaction/{order.id}",
            {
                "access_token": order._portal_ensure_token(),
                "provider_id": provider.id,
                "payment_method_id": provider.payment_method_ids[:1].id,
                "token_id": None,
                "amount": order.amount_total,
                "flow": "direct",
                "tokenization_requested": False,
                "landing_route": "/shop/payment/validate",
            },
        )

    def _get_cart(self, user=None):
        return self._get_orders(user).filtered(lambda order: order.state == "draft")

    def _return_payment(self, order, provider=None):
        """The service tells that the money came."""
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": (provider or self.transfer).id,
                "payment_method_id": (provider or self.transfer)
                .payment_method_ids[:1]
                .id,
                "reference": f"{order.name}-{fields.Datetime.now()}",
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        transaction._set_done()
        transaction._post_process()
        return transaction
