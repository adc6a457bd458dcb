from . import test_egalim
from . import test_ereporting
from . import test_french_operator
from . import test_payment_term
