from . import calendar
from . import cycles
from . import membership
from . import basket
from . import checkout
from . import portal
from . import standing_orders
from . import order_list
