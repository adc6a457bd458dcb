from . import test_balance_page
from . import test_statement
