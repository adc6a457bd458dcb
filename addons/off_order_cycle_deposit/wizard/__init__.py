from . import off_deposit_taking
