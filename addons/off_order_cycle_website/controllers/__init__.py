from . import calendar
from . import cycles
from . import basket
from . import portal
