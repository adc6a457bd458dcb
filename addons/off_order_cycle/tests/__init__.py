from . import test_catalog_terms
from . import test_engine
from . import test_invoices
from . import test_order
from . import test_order_cycle
from . import test_packs
from . import test_queries
from . import test_settlement
