"""``./off scenario`` and ``./off bench``: on a scratch database."""

from . import odoo
from .errors import LauncherError
from .process import call
from .testing import copy

FOLDERS = {"scenario": "scenarios", "bench": "benchmarks"}


def available(project, kind):
    """Return the names that can be run."""
    folder = project.root / "tests" / FOLDERS[kind]
    return sorted(
        file.stem for file in folder.glob("[!_]*.py") if file.name != "conftest.py"
    )


def check_known(project, kind, name):
    """Raise unless there is such a scenario or benchmark."""
    names = available(project, kind)
    if name not in names:
        listed = ", ".join(names) or "none is written yet"
        raise LauncherError(f"no {kind} is called {name!r}", f"there are: {listed}")


def scenario(project, args):
    """Run one scenario or benchmark; the exit status is its runner's."""
    kind = args.command
    check_known(project, kind, args.name)
    runner = project.root / "tests" / "support" / "run.py"
    words = [kind, args.name, *(["--json"] * args.json), *args.rest]
    if (project.venv / "bin").is_dir():
        # Before minutes of set-up, where it is there already.
        wrong = call([project.python, runner, *words, "--check"])
        if wrong or {"-h", "--help"} & set(args.rest):
            return wrong
    with copy(project, f"off_{kind}", args.keep, tests=True) as (setup, name):
        config = odoo.write_config(project, setup, f"{name}.conf", name)
        command = [project.python, runner, *words]
        command += ["--config", config, "--database", name]
        try:
            return odoo.foreground(project, setup, command)
        finally:
            config.unlink(missing_ok=True)
