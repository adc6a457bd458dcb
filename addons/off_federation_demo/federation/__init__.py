"""The story that the demonstration tells, played by its people with their own rights.

Nothing here is special to a demonstration but the names and the dates: each step is
the one that a person would take on a screen.
"""

from .around import plan_around
from .cycles import tell_cycles
from .goods import describe_goods
from .handling import handle_goods
from .network import tie_network
from .people import gather_people
from .profiles import describe_members
from .requests import ask


def build(env):
    """Fill an empty database with the federation."""
    federation = gather_people(env)
    describe_members(federation)
    describe_goods(federation)
    handle_goods(federation)
    tell_cycles(federation)
    plan_around(federation)
    tie_network(federation)
    ask(federation)
    _keep_mail(env)
    return federation


def _keep_mail(env):
    """Nobody is written to: the addresses are made up, no server would take them."""
    env["mail.mail"].search([("state", "=", "outgoing")]).unlink()
    env["off.notice"].search([("state", "=", "due")]).state = "dropped"
