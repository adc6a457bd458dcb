from . import test_faces
from . import test_performance
from . import test_digest
from . import test_portal
