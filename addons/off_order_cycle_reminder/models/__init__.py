from . import credit_control_policy
from . import credit_control_run
from . import res_company
