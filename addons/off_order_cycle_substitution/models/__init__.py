from . import off_substitution
from . import off_substitution_answer
from . import off_order_cycle
from . import sale_order
from . import sale_order_line
