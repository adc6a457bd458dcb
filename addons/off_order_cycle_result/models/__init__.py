from . import off_cycle_result
from . import off_order_cycle
from . import off_order_cycle_page
