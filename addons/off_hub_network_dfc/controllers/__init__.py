from . import dispatcher
from . import dfc
