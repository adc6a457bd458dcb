from . import off_hub
from . import sale_order
from . import off_pickup_slot
from . import off_pickup_slot_pages
from . import off_order_cycle
