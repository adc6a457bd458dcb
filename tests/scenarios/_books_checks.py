"""What is checked of the books, by the rule that it shows."""

UNBALANCED = """
    SELECT m.id FROM account_move m JOIN account_move_line l ON l.move_id = m.id
     WHERE m.state = 'posted' GROUP BY m.id HAVING SUM(l.balance) <> 0"""
# By operator: what its accounts of this type hold.
BY_TYPE = """
    SELECT SUM(l.balance) FROM account_move_line l
      JOIN account_account a ON a.id = l.account_id
     WHERE l.company_id = %s AND l.parent_state = 'posted'
       AND a.account_type = ANY(%s)"""
BY_ACCOUNT = """
    SELECT SUM(l.balance) FROM account_move_line l
     WHERE l.company_id = %s AND l.parent_state = 'posted' AND l.account_id = %s"""
# Balances at the end of a year as a file of entries has them.
LEDGER = """
    SELECT a.code_store ->> %(root)s, SUM(l.balance)
      FROM account_move_line l
      JOIN account_account a ON a.id = l.account_id
      JOIN account_move m ON m.id = l.move_id
     WHERE l.company_id = %(company)s AND l.parent_state = 'posted'
       AND l.date BETWEEN %(start)s AND %(end)s
     GROUP BY 1 HAVING SUM(l.balance) <> 0"""
# What is out of bottles, by what was delivered and came back.
BOTTLES = """
    SELECT SUM((l.qty_delivered - l.off_returned_qty) * l.price_unit)
      FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
     WHERE l.off_is_deposit AND o.company_id = %s AND o.state = 'sale'"""
UNHASHED = """
    SELECT COUNT(*) FROM account_move m JOIN account_journal j ON j.id = m.journal_id
     WHERE m.company_id = %s AND m.state = 'posted' AND j.type = 'sale'
       AND m.inalterable_hash IS NULL"""
CLASSES = """
    SELECT COALESCE(SUM(ABS(balance)), 0) FROM (
      SELECT SUM(l.balance) AS balance FROM account_move_line l
        JOIN account_account a ON a.id = l.account_id
       WHERE l.company_id = %s AND l.parent_state = 'posted'
         AND l.date BETWEEN %s AND %s
         AND split_part(a.account_type, '_', 1) IN ('income', 'expense')
       GROUP BY a.id) one"""
MADE = {
    "cycles": "SELECT COUNT(*) FROM off_order_cycle WHERE state = 'settled'",
    "orders": "SELECT COUNT(*) FROM sale_order WHERE state = 'sale'",
    "customers' invoices": "SELECT COUNT(*) FROM account_move"
    " WHERE move_type = 'out_invoice' AND state = 'posted'",
    "producers' bills": "SELECT COUNT(*) FROM account_move"
    " WHERE move_type IN ('in_invoice', 'in_receipt') AND state = 'posted'",
    "journal items": "SELECT COUNT(*) FROM account_move_line"
    " WHERE parent_state = 'posted'",
}
