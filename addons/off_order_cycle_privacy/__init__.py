from . import controllers
from . import models
from . import wizard


def post_init_hook(env):
    """Operators that are there already get the usual times too."""
    operators = env["res.company"].search([("off_is_operator", "=", True)])
    env["off.retention.rule"]._propose(operators)
