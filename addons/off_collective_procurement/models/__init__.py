from . import off_tender
from . import off_tender_lot
