from . import off_invoice_month
