from . import test_books
from . import test_closing
from . import test_fec
from . import test_mentions
from . import test_obligation
from . import test_reports
from . import test_vat_return
