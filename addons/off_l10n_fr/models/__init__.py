from . import account_move
from . import account_payment_term
from . import off_ereporting_day
from . import off_label
from . import off_tax_category
from . import product_template
from . import res_company
