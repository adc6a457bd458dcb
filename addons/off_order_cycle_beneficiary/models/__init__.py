from . import account_move
from . import off_operator_balance
