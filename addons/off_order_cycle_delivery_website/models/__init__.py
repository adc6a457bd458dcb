from . import off_exchange
from . import off_pickup_slot
from . import res_partner
from . import sale_order
