from . import test_dock
from . import test_dock_access
from . import test_dock_browser
from . import test_dock_damage
from . import test_dock_lots
from . import test_dock_queries
from . import test_dock_weights
from . import test_engine
