from . import off_exchange
from . import off_hub
from . import off_order_cycle
from . import purchase_order
from . import res_partner
from . import res_partner_capacity
