from . import test_empties
