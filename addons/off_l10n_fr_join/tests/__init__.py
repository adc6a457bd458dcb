from . import test_siren
