from . import test_approve
from . import test_duplicates
from . import test_form
from . import test_names
from . import test_pages
from . import test_personal_data
from . import test_security
