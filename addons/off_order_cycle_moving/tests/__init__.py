from . import test_balances
from . import test_export
from . import test_fec
from . import test_members
from . import test_producers
from . import test_tables
