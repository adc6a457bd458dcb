from . import off_price_simulation
