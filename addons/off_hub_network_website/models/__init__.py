from . import res_company
from . import website
