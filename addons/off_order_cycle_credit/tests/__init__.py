from . import test_invoice_later
