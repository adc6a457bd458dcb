from . import test_beneficiary, test_exactness
