"""Reports of the books, in the registry of the working reports.

Rows are made of posted items of the ledger: what a report says is what its accounts
hold.
"""

from . import billed, bills, fees, payments
from . import columns, money
