from . import test_availability
from . import test_catalog_import
from . import test_isolation
from . import test_member
from . import test_network_link
from . import test_place
from . import test_ofn_format
from . import test_operator
