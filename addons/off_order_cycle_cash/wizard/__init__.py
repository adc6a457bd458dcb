from . import off_till_count
from . import off_till_move
