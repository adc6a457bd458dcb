from . import test_dock
