from . import test_guests
from . import test_supply
