from . import substitutes
