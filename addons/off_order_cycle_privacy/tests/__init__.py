from . import test_consent
from . import test_consent_asked
from . import test_data
from . import test_erasure
from . import test_pages
from . import test_retention
