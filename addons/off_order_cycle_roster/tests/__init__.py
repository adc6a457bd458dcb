from . import test_duties_page
from . import test_engine
from . import test_roster
from . import test_reminders
