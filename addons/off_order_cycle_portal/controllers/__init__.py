from . import capacity
from . import orders
