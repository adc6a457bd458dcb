from . import off_price_simulation
from . import off_cycle_reopening
