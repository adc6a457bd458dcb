from . import hub_models
from . import join
