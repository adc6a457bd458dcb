from . import off_exchange
from . import off_pickup_slot
from . import sale_order
