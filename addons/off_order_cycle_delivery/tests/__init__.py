from . import test_home_delivery
