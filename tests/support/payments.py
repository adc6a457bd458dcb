"""Methods of payment that need no service."""

from odoo.fields import Command


def publish(env, company, mode, name):
    """Let customers of ``company`` pay so.

    :param mode: of Odoo's custom providers: ``wire_transfer``, ``sepa_debit``
    :return: payment.provider
    """
    journal = env["account.journal"].search(
        [("company_id", "=", company.id), ("type", "=", "bank")], limit=1
    )
    method = env["payment.method"].search(
        [("code", "=", mode), ("active", "in", (True, False))], limit=1
    )
    provider = env["payment.provider"].create(
        {
            "name": name,
            "code": "custom",
            "custom_mode": mode,
            "company_id": company.id,
            "state": "enabled",
            "is_published": True,
            "payment_method_ids": [Command.set(method.ids)],
        }
    )
    method.active = True
    # Where the money of this method is booked.
    env["account.payment.method.line"].create(
        {
            "name": name,
            "journal_id": journal.id,
            "payment_method_id": env.ref("account.account_payment_method_manual_in").id,
            "payment_provider_id": provider.id,
        }
    )
    provider.journal_id = journal
    return provider


def publish_transfer(env, company):
    return publish(env, company, "wire_transfer", "Virement")


def pay(provider, order):
    """What a service begins when a customer pays an order.

    :return: payment.transaction
    """
    return provider.env["payment.transaction"].create(
        {
            "provider_id": provider.id,
            "payment_method_id": provider.payment_method_ids[:1].id,
            "reference": f"{order.name}-{provider.id}",
            "amount": order.amount_total,
            "currency_id": order.currency_id.id,
            "partner_id": order.partner_id.id,
            "sale_order_ids": [Command.set(order.ids)],
        }
    )
