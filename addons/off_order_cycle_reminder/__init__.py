from . import models


def post_init_hook(env):
    """Operators that were set up before remind too, as soon as they say so."""
    for company in env["res.company"].search([("off_is_operator", "=", True)]):
        company._off_set_up_reminders()
