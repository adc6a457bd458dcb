from . import test_operator_website
