from . import off_network_notice
from . import off_network_notice_links
from . import off_matching
from . import off_matching_reasons
from . import off_matching_sent
from . import off_matching_digest
from . import off_network_suggestion
from . import res_partner
