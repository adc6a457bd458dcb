"""The settled cycle's books: invoices, payments, producers' bills."""

from odoo import fields

from .people import LANGUAGE, TIME_ZONE

UNPAID_EVERY = 5


def settle(federation, cycle):
    """Settle as the coordinator, then do the bookkeeper's work but for its tail: some
    customers have not paid, some bills wait for a check."""
    day = fields.Date.context_today(cycle, cycle.slot_ids[:1].date_start)
    cycle.date_invoice = day
    cycle.action_settle()
    env = _get_bookkeeper_env(federation)
    invoices = env["account.move"].search(
        [("off_cycle_ids", "in", cycle.ids), ("move_type", "=", "out_invoice")]
    )
    for rank, invoice in enumerate(invoices):
        if rank % UNPAID_EVERY:
            _pay(invoice, day)
    bills = cycle.purchase_ids.invoice_ids.with_env(env)
    checked = bills[: len(bills) * 2 // 3]
    for rank, bill in enumerate(checked, 1):
        bill.write({"invoice_date": day, "ref": f"F-{day.year}-{rank:03}"})
    checked.action_post()
    for bill in checked[: len(checked) // 2]:
        _pay(bill, day)


def _get_bookkeeper_env(federation):
    return federation.env(
        user=federation.bookkeeper,
        context={
            "lang": LANGUAGE,
            "tz": TIME_ZONE,
            "allowed_company_ids": federation.association.company.ids,
        },
    )


def _pay(move, day):
    move.env["account.payment.register"].with_context(
        active_model="account.move", active_ids=move.ids
    ).create({"payment_date": day}).action_create_payments()
