from . import test_tender
