from . import off_file_import
from . import off_file_import_line
from . import off_catalog_import
from . import off_catalog_import_line
from . import off_catalog_export
from . import off_enterprise_import
from . import off_enterprise_import_line
from . import off_enterprise_export
