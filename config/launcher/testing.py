"""``./off test``: all tests, on a fresh copy of the template database."""

import os
import sys
from contextlib import contextmanager

from . import database, odoo, template
from .errors import LauncherError
from .markers import lock
from .prepare import STEPS, prepared
from .process import call
from .steps import Steps
from .venv import ensure_libraries, ensure_venv

OWN_TESTS = "tests/launcher"


def needs_odoo(arguments):
    """Return whether these pytest arguments name more than our own tests."""
    paths = [x for x in arguments if "/" in x and not x.startswith("-")]
    return not paths or not all(x.startswith(OWN_TESTS) for x in paths)


def test(project, args):
    """Run pytest; its exit status is ours."""
    if args.only_install:
        with prepared(project, "test", tests=True):
            return 0
    if not needs_odoo(args.rest):
        return _test_launcher(project, args.rest)
    with copy(project, "off_test", args.keep, tests=True) as (setup, name):
        config = odoo.write_config(project, setup, f"{name}.conf", name)
        try:
            return odoo.foreground(project, setup, _pytest(project, name, config, args))
        finally:
            config.unlink(missing_ok=True)


def _pytest(project, name, config, args):
    options = [f"--odoo-database={name}", f"--odoo-config={config}", "--odoo-http"]
    options += ["--odoo-log-level=error", "-rfEs"]
    return [project.python, "-m", "pytest", *options, *args.rest]


def _test_launcher(project, arguments):
    """Run the launcher's own tests, which need neither Odoo nor PostgreSQL."""
    project.make_folders()
    with lock(project.run / "off.lock", "test"):
        steps = Steps(2)
        with steps.step("virtual environment") as say:
            ensure_venv(project, say)
        with steps.step("libraries") as say:
            ensure_libraries(project, "requirements.txt", say)
            ensure_libraries(project, "requirements-test.txt", say)
    command = [project.python, "-m", "pytest", "-p", "no:odoo"]
    return call([*command, *arguments], cwd=project.root)


@contextmanager
def copy(project, prefix, keep=None, tests=False):
    """Give a copy of the template database and drop it afterwards.

    The lock is held until the copy is made: two runs may go on side by side.

    :param keep: the name under which the copy stays
    """
    with prepared(project, prefix, STEPS + 1, tests) as (setup, steps):
        name = _name(project, prefix, setup, keep)
        with steps.step("database") as say:
            template.drop_leftovers(project, setup, f"{prefix}_{project.key}_")
            source = template.ensure(project, setup, say)
            database.create(project, setup.server, name, source, scratch=True)
            # For tests that copy a database themselves: nobody is connected to these.
            os.environ["OFF_TEMPLATE_DATABASE"] = source
            os.environ["OFF_EMPTY_DATABASE"] = database.template_name(project)
    try:
        yield setup, name
    finally:
        if keep:
            print(f"off: kept database {name}", file=sys.stderr)
        else:
            database.drop(project, setup.server, name)


def _name(project, prefix, setup, keep):
    """Return the copy's name; a kept one must not exist yet."""
    if not keep:
        return f"{prefix}_{project.key}_{os.getpid()}"
    database.check_name(keep)
    if database.exists(project, setup.server, keep):
        raise LauncherError(f"database {keep} exists", "give --keep another name")
    return keep
