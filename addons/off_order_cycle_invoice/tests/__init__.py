from . import test_credit
from . import test_invoice_grouping
