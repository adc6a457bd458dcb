from . import test_orders_page
