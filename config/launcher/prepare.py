"""The set-up that every command shares."""

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass

from . import connection, odoo_source, postgres, venv
from .errors import LauncherError
from .markers import lock
from .steps import Steps

NEEDED = 4 * 2**30  # bytes: Odoo, libraries, databases and some room
STEPS = 4


@dataclass(frozen=True)
class Setup:
    """What set-up found or made.

    :param source: the Odoo tree
    :param server: the PostgreSQL server
    """

    source: odoo_source.OdooSource
    server: connection.Connection


def check_disk(project, needed=NEEDED):
    """Raise before the first set-up if the disk is too small for it."""
    if venv.is_whole(project):
        return
    free = shutil.disk_usage(project.home).free
    if free < needed:
        raise LauncherError(
            f"{free / 2**30:.1f} GB are free, set-up needs {needed / 2**30:.0f}",
            "free some space, or set OFF_HOME to a folder on another disk",
        )


def check_environment(env=os.environ):
    """Raise for a wrong variable before minutes of set-up, not after."""
    connection.from_env(env)
    if env.get("OFF_ODOO_SRC"):
        odoo_source.from_user(env["OFF_ODOO_SRC"])


def prepare(project, steps, tests=False):
    """Bring everything up to a running PostgreSQL; quick when it is there."""
    check_environment()
    check_disk(project)
    with steps.step("virtual environment") as say:
        venv.ensure_venv(project, say)
    with steps.step("libraries") as say:
        venv.ensure_libraries(project, "requirements.txt", say)
        if tests:
            venv.ensure_libraries(project, "requirements-test.txt", say)
    with steps.step("Odoo 19") as say:
        source = odoo_source.ensure_odoo(project, say)
        venv.link_odoo(project, source.folder)
        say(f"{source.version}, {source.origin}")
    with steps.step("PostgreSQL") as say:
        server = postgres.ensure_server(project, say)
    return Setup(source, server)


@contextmanager
def prepared(project, purpose, total=STEPS, tests=False, brief=False):
    """Prepare under the checkout's lock and keep it while the body runs."""
    project.make_folders()
    with lock(project.run / "off.lock", purpose):
        steps = Steps(total, brief=brief)
        yield prepare(project, steps, tests), steps


def quick(project, purpose):
    """Prepare for a command of few words and release the lock."""
    with prepared(project, purpose, brief=True) as (setup, _steps):
        return setup
