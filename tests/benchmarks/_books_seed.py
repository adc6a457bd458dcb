"""A French operator with a year of books: as many journal items as asked, ten to an
entry, each an invoice to one of its members or a payment of it."""

import datetime

from odoo.tools import SQL

ITEMS = 10  # of an entry: the customer, eight of income, the tax
DAYS = 360


def make_books(env, items, members):
    """
    :param items: number of journal items, a multiple of ten
    :return: the operator
    """
    company = env["res.company"].create(
        {"name": "Books", "country_id": env.ref("base.fr").id, "vat": "FR23334175221"}
    )
    env = env(context={"allowed_company_ids": company.ids, "tracking_disable": True})
    company = company.with_env(env)
    company._off_setup_operator("fr")
    partners = env["res.partner"].create(
        [
            {"name": f"Member {n:04}", "email": f"member{n}@example.com"}
            for n in range(members)
        ]
    )
    journal = env["account.journal"].search(
        [("company_id", "=", company.id), ("type", "=", "sale")], limit=1
    )
    receivable = partners[0].property_account_receivable_id
    income = journal.default_account_id
    tax = company.account_sale_tax_id.invoice_repartition_line_ids.account_id
    _insert_entries(env, company, journal, partners, items // ITEMS)
    _insert_items(env, company, receivable, income, tax)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    return company


def _insert_entries(env, company, journal, partners, entries):
    """Posted invoices, numbered without a gap, on the days of a year in turn."""
    env.flush_all()
    env.cr.execute(
        SQL(
            """
            INSERT INTO account_move (
                name, move_type, state, company_id, journal_id, currency_id, partner_id,
                commercial_partner_id, date, invoice_date, invoice_date_due, auto_post,
                create_date, write_date, sequence_prefix, sequence_number,
                payment_state, amount_total, amount_residual)
            SELECT 'INV/2025/' || lpad(n::text, 6, '0'), 'out_invoice', 'posted',
                   %(company)s, %(journal)s, %(currency)s, partner.id, partner.id,
                   day.day, day.day, day.day, 'no', now(), now(), 'INV/2025/', n,
                   'not_paid', 42.2, 42.2
              FROM generate_series(1, %(entries)s) n
             CROSS JOIN LATERAL (
                   SELECT (%(partners)s::int[])[1 + n %% %(members)s] AS id) partner
             CROSS JOIN LATERAL (
                   SELECT DATE '2025-01-01' + n %% %(days)s AS day) day
            """,
            company=company.id,
            journal=journal.id,
            currency=company.currency_id.id,
            entries=entries,
            partners=partners.ids,
            members=len(partners),
            days=DAYS,
        )
    )


def _insert_items(env, company, receivable, income, tax):
    """42.20 of the customer, eight of 5.00, 2.20 of tax."""
    env.cr.execute(
        SQL(
            """
            INSERT INTO account_move_line (
                move_id, move_name, parent_state, company_id, journal_id, account_id,
                currency_id, company_currency_id, partner_id, date, date_maturity, name,
                display_type, sequence, debit, credit, balance, amount_currency,
                amount_residual, amount_residual_currency, reconciled, price_total,
                create_date, write_date)
            SELECT m.id, m.name, 'posted', m.company_id, m.journal_id, part.account,
                   m.currency_id, m.currency_id, m.partner_id, m.date, m.date,
                   'Vegetables', part.kind, part.n, GREATEST(part.amount, 0),
                   GREATEST(-part.amount, 0), part.amount, part.amount,
                   CASE WHEN part.n = 1 THEN part.amount ELSE 0 END,
                   CASE WHEN part.n = 1 THEN part.amount ELSE 0 END,
                   FALSE, 0, now(), now()
              FROM account_move m
             CROSS JOIN LATERAL (
                   SELECT n,
                          CASE n WHEN 1 THEN %(receivable)s WHEN %(last)s THEN %(tax)s
                                 ELSE %(income)s END AS account,
                          CASE n WHEN 1 THEN 'payment_term' WHEN %(last)s THEN 'tax'
                                 ELSE 'product' END AS kind,
                          CASE n WHEN 1 THEN 42.2 WHEN %(last)s THEN -2.2 ELSE -5 END
                              AS amount
                     FROM generate_series(1, %(last)s) n) part
             WHERE m.company_id = %(company)s
            """,
            receivable=receivable.id,
            income=income.id,
            tax=tax[:1].id or income.id,
            last=ITEMS,
            company=company.id,
        )
    )


FIRST, LAST = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)
