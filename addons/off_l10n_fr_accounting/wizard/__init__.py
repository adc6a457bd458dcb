from . import off_books_setup
from . import off_vat_return
from . import off_vat_return_line
from . import off_year_closing
from . import off_year_closing_line
from . import off_year_closing_result
