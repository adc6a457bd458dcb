from . import test_availability_page
from . import test_browser
from . import test_home_page
from . import test_labels_page
from . import test_links_page
from . import test_products_page
from . import test_profile_page
from . import test_sign_in
