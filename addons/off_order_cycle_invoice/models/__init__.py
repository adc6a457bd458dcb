from . import off_hub
from . import off_hub_customer
from . import off_order_cycle
from . import sale_order
from . import sale_order_credit
