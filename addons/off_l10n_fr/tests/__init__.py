from . import test_french_operator
