"""``./off reset``: remove everything that was made, after asking."""

import shutil
import sys

from . import postgres, server
from .errors import LauncherError
from .markers import lock


def confirmed(project, args):
    """Return whether the user agrees to lose the databases."""
    if args.yes:
        return True
    if not sys.stdin.isatty():
        raise LauncherError("reset asks before it removes", "add --yes to agree")
    print(f"This removes {project.home} with every database in it.")
    return input("Type yes to go on: ").strip().lower() == "yes"


def reset(project, args):
    """Stop what runs and remove the project's folder."""
    if not project.home.exists():
        print("nothing to remove")
        return 0
    if not confirmed(project, args):
        print("nothing was removed")
        return 1
    _check_ours(project)
    with lock(project.run / "off.lock", "reset", patience=0):
        server.stop(project)
        postgres.stop(project)
        shutil.rmtree(project.home)
    print(f"removed {project.home}")
    if project.cache != project.home:
        print(f"downloads stay in {project.cache}")
    return 0


def _check_ours(project):
    """Refuse to remove a folder that this launcher did not make.

    OFF_HOME set by mistake to a folder of the user's must not cost its files.
    """
    known = {"venv", "odoo", "pg", "pg.json", "data", "run", "log", "templates"}
    strange = [x.name for x in project.home.iterdir() if x.name not in known]
    strange = [name for name in strange if not name.startswith("apt-")]
    if strange:
        raise LauncherError(
            f"{project.home} holds what is not ours: {', '.join(sorted(strange)[:3])}",
            "remove the folder by hand",
        )
