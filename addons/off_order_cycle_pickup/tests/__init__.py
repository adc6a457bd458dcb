from . import test_engine
from . import test_pickup
from . import test_payment
from . import test_closing
from . import test_access
from . import test_browser
from . import test_recall
