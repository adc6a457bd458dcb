from . import cycles
from . import portal
