from . import account_statement_import
from . import off_pay_producers
