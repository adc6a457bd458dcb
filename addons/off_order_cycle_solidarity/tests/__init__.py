from . import test_fund
from . import test_private
from . import test_solidarity_pages
from . import test_due
