from . import off_exchange
from . import off_hub
from . import payment_provider
from . import payment_transaction
from . import res_company
from . import res_partner
from . import sale_order
