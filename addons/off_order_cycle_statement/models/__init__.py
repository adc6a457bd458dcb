from . import off_statement
from . import off_statement_page
from . import off_statement_cycle
