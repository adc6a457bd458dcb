from . import test_engine
from . import test_order
from . import test_returns
from . import test_shop
from . import test_standing
