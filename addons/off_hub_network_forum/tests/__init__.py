from . import test_group_forum
