from . import account_move
from . import off_former_reference
from . import off_moving_mapping
from . import off_moving_words
from . import res_company
from . import off_fec_opening
from . import off_data_export
from . import off_data_export_tables
