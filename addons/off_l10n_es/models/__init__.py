from . import off_oss_quarter
from . import off_tax_category
from . import res_company
