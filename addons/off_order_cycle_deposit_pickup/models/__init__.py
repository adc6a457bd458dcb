from . import ir_http
from . import off_pickup_act
from . import off_pickup_slot
