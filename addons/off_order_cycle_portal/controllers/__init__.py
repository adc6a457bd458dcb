from . import capacity
from . import orders
from . import supply
