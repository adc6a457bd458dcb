from . import groups
from . import network
from . import network_embed
from . import network_image
from . import network_map
from . import network_member
from . import network_products
