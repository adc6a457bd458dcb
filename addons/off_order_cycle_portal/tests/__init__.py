from . import test_capacity_page
from . import test_orders_page
from . import test_purchase_mail
