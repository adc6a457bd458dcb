from . import off_catalog_import
