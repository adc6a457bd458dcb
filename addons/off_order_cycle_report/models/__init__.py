from . import off_cycle_report
from . import off_cycle_report_filters
from . import off_cycle_report_page
from . import off_cycle_report_files
from . import off_report_run
from . import off_order_cycle
