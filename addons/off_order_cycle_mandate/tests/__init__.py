from . import test_account_of_sales
from . import test_agency
from . import test_mandate
from . import test_self_billing
