from . import test_home_shop
