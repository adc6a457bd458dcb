from . import off_tour
from . import off_tour_stop
from . import res_partner
