from . import off_pickup_point
from . import off_pickup_slot
from . import sale_order
from . import sale_order_line
