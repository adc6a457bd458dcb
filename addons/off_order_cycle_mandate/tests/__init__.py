from . import test_agency
from . import test_mandate
from . import test_self_billing
