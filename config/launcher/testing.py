"""``./off test``: all tests, on fresh copies of the template database."""

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
MOST_PROCESSES = 4  # each holds an Odoo, a browser and a database


def _paths(arguments):
    return [x for x in arguments if "/" in x and not x.startswith("-")]


def needs_odoo(arguments):
    """Return whether these pytest arguments name more than our own tests."""
    paths = _paths(arguments)
    return not paths or not all(x.startswith(OWN_TESTS) for x in paths)


def count_processes(args):
    """Return in how many processes the tests run.

    All of them take one for each core. Chosen ones run in one: setting up more would
    take longer than the tests, and a debugger works there.
    """
    if args.keep or _paths(args.rest):
        return 1
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


def test(project, args):
    """Run pytest; its exit status is ours."""
    if args.only_install:
        with prepared(project, "test", tests=True):
            return 0
    if not needs_odoo(args.rest):
        return _test_launcher(project, args.rest)
    count = count_processes(args)
    with copies(project, "off_test", args.keep, True, count) as (setup, names):
        configs = [odoo.write_config(project, setup, f"{x}.conf", x) for x in names]
        # The root's conftest.py gives each process its own.
        os.environ["OFF_TEST_CONFIGS"] = os.pathsep.join(map(str, configs))
        try:
            command = _pytest(project, names, configs, args)
            return odoo.foreground(project, setup, command)
        finally:
            for config in configs:
                config.unlink(missing_ok=True)


def _pytest(project, names, configs, args):
    options = [f"--odoo-database={names[0]}", f"--odoo-config={configs[0]}"]
    options += ["--odoo-http", "--odoo-log-level=error", "-rfEs"]
    if len(names) > 1:
        # Whole files, so that each class is set up once, in the order of collection.
        options += [f"--numprocesses={len(names)}", "--dist=loadfile"]
        options += ["--no-loadscope-reorder"]
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

    :param keep: the name under which the copy stays
    """
    with copies(project, prefix, keep, tests) as (setup, names):
        yield setup, names[0]


@contextmanager
def copies(project, prefix, keep=None, tests=False, count=1):
    """Give ``count`` copies of the template database and drop them afterwards.

    The lock is held until the copies are made: two runs may go on side by side.

    :param keep: the name under which the only copy stays
    """
    with prepared(project, prefix, STEPS + 1, tests) as (setup, steps):
        names = _names(project, prefix, setup, keep, count)
        with steps.step("database") as say:
            template.drop_leftovers(project, setup, f"{prefix}_{project.key}_")
            source = template.ensure(project, setup, say)
            for name in names:
                database.create(project, setup.server, name, source, scratch=True)
            # For tests that copy a database themselves: nobody is connected to these.
            os.environ["OFF_TEMPLATE_DATABASE"] = source
            os.environ["OFF_EMPTY_DATABASE"] = database.template_name(project)
    try:
        yield setup, names
    finally:
        if keep:
            print(f"off: kept database {keep}", file=sys.stderr)
        else:
            for name in names:
                database.drop(project, setup.server, name)


def _names(project, prefix, setup, keep, count):
    """Return the copies' names; a kept one must not exist yet.

    They end with the number of this process, by which leftovers are known.
    """
    if not keep:
        process = os.getpid()
        names = [f"{prefix}_{project.key}_{process}"]
        more = range(2, count + 1)
        return names + [f"{prefix}_{project.key}_{x}_{process}" for x in more]
    database.check_name(keep)
    if database.exists(project, setup.server, keep):
        raise LauncherError(f"database {keep} exists", "give --keep another name")
    return [keep]
