from . import test_basket
from . import test_calendar_feed
from . import test_change_order
from . import test_cycle_pages
from . import test_website_order
from . import test_member_page
from . import test_order_again
from . import test_order_browser
