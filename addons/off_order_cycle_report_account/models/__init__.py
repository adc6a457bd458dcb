from . import off_cycle_report
