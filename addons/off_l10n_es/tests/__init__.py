from . import test_spanish_operator
