"""The story that the demonstration tells, played by its people with their own rights.

Nothing here is special to a demonstration but the names and the dates: each step is
the one that a person would take on a screen.
"""

from .around import plan_around
from .cycles import tell_cycles
from .people import gather_people


def build(env):
    """Fill an empty database with the federation."""
    federation = gather_people(env)
    tell_cycles(federation)
    plan_around(federation)
    return federation
