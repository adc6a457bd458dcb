from . import off_tax_category
