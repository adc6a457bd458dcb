from .filters import ANY_DISTANCE, DISTANCES, Filters
from .geo import distance_km, get_box
from .season import get_runs
