from . import off_join_match
from . import off_join_request
