from . import rounds
