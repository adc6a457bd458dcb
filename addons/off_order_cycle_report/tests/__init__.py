from . import test_engine
from . import test_reports
from . import test_reports_shared
from . import test_access
from . import test_files
from . import test_runs
from . import test_queries
from . import test_screen
