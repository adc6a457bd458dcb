from . import account_move
from . import loyalty_card
from . import sale_order_invoice
from . import sale_order_programs
from . import sale_order_wallet
from . import sale_order_line
from . import res_partner
