from . import test_dfc_api
from . import test_dfc_connector
from . import test_dfc_fetch
from . import test_dfc_format
from . import test_dfc_import
from . import test_dfc_queries
from . import test_dfc_rdf
from . import test_dfc_security
