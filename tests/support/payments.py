"""A method of payment that needs no service: the bank transfer."""

from odoo.fields import Command


def publish_transfer(env, company):
    """Let customers of ``company`` pay by transfer.

    :return: payment.provider
    """
    journal = env["account.journal"].search(
        [("company_id", "=", company.id), ("type", "=", "bank")], limit=1
    )
    method = env["payment.method"].search(
        [("code", "=", "wire_transfer"), ("active", "in", (True, False))], limit=1
    )
    provider = env["payment.provider"].create(
        {
            "name": "Virement",
            "code": "custom",
            "custom_mode": "wire_transfer",
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
            "name": "Virement",
            "journal_id": journal.id,
            "payment_method_id": env.ref("account.account_payment_method_manual_in").id,
            "payment_provider_id": provider.id,
        }
    )
    provider.journal_id = journal
    return provider
