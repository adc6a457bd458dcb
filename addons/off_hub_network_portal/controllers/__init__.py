from . import home
from . import availability
from . import labels
from . import links
from . import photos
from . import products
from . import profile
from . import sign_in
