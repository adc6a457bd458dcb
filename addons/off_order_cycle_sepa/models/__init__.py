from . import account_banking_mandate
from . import payment_provider
from . import payment_transaction
from . import res_company
from . import res_partner
from . import res_partner_bank
from . import sale_order
