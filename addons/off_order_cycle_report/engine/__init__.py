"""Tables with groups and totals: how they are walked through, filtered and written.

No Odoo here: rows come from a cursor and leave as lines of a screen, a sheet or a page.
"""
