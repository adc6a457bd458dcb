from . import controllers
from . import models


def post_init_hook(env):
    """Operators that were set up before have what mandates need too."""
    for company in env["res.company"].search([("off_is_operator", "=", True)]):
        company._off_set_up_mandates()
