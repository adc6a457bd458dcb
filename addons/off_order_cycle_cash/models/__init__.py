from . import off_pickup_count
from . import off_pickup_point
from . import off_pickup_slot
