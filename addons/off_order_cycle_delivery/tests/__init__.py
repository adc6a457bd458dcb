from . import test_home_delivery
from . import test_home_mails
from . import test_rounds
