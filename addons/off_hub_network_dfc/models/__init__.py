from . import off_dfc
from . import off_dfc_catalogue
from . import off_dfc_member
from . import product_category
