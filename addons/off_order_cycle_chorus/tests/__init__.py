from . import test_references
from . import test_references_page
