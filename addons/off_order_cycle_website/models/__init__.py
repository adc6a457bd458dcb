from . import off_basket
from . import off_basket_line
from . import off_exchange
from . import off_exchange_shop
from . import off_pickup_slot
from . import res_partner
from . import res_partner_calendar
from . import sale_order
