from . import digest
from . import matching
