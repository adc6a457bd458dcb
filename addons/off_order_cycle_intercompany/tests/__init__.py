from . import test_exactness
from . import test_guests
from . import test_supply
