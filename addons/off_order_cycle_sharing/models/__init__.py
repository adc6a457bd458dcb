from . import off_order_cycle
from . import off_order_cycle_hand
