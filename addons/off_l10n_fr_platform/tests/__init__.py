from . import test_bills
from . import test_files
from . import test_report
from . import test_send
