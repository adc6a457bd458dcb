from . import forum_forum
from . import forum_post
from . import ir_http
from . import off_network_group
from . import off_network_membership
