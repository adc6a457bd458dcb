from . import test_pay_producers
from . import test_statement
