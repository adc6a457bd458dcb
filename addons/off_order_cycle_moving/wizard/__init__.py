from . import off_moving_import
from . import off_moving_import_column
from . import off_moving_import_line
from . import off_moving_import_balance
from . import off_fec_import
from . import off_fec_import_lines
from . import off_data_export_ask
