from . import test_egalim
from . import test_french_operator
