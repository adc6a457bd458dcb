from . import models
from . import wizard
from .hooks import prepare_accounts
