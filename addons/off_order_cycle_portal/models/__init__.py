from . import off_exchange
from . import res_partner
from . import res_partner_capacity
