from . import off_notice
from . import off_pickup_point
from . import off_pickup_slot
from . import res_partner
from . import sale_order
from . import sale_order_line
