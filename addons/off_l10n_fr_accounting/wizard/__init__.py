from . import off_books_setup
from . import off_vat_return
from . import off_year_closing
