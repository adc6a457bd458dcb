from . import test_invoice_grouping
