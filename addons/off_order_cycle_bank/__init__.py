from . import models
from . import wizard


def post_init_hook(env):
    """Operators that were set up before pay their producers too."""
    for company in env["res.company"].search([("off_is_operator", "=", True)]):
        company._off_set_up_transfers()
