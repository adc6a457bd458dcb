from . import off_catalog_import
from . import off_catalog_import_line
