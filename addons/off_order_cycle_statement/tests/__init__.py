from . import test_balance_page
from . import test_cycle_statement
from . import test_statement
