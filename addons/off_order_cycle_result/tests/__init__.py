from . import test_result
