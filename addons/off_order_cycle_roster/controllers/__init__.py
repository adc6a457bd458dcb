from . import duties
