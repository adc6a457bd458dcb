from . import off_exchange
from . import res_partner
