"""The registry of reports: ``REPORTS``, by code.

A report is a list of column names of ``columns.COLUMNS``, what its rows have in common
and how they are grouped. What a column holds is said once, in SQL.
"""

from .report import REPORTS, Report, get_report
from . import sources
from . import fulfilment, packing, lists, people
