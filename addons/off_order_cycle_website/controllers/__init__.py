from . import calendar
from . import cycles
from . import portal
