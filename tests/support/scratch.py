"""Scratch databases of the tests that need committed data and processes of their own.

``./off test`` says in the environment which databases they are copied from.
"""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Clients of ours leave; WITH (FORCE) would fail while autovacuum, which belongs to the
# superuser, is at work there: a plain drop sends that away.
LEAVE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = '{}' AND usename = current_user"
    " AND backend_type = 'client backend'"
)

ROOT = Path(__file__).resolve().parents[2]
WITH_ADDONS = "OFF_TEMPLATE_DATABASE"
EMPTY = "OFF_EMPTY_DATABASE"


@dataclass(frozen=True)
class Installation:
    """Odoo as the launcher set it up.

    :param config: path of its configuration file
    :param template: database in which the project's add-ons are installed
    :param empty: database without anything
    """

    config: str
    template: str
    empty: str

    @contextmanager
    def copy(self, source, label):
        """Yields the name of a copy of a database, which is dropped at the end."""
        name = self.name(label)
        self.administer('CREATE DATABASE "{}" TEMPLATE "{}"', name, source)
        try:
            if self.filestore(source).is_dir():
                shutil.copytree(
                    self.filestore(source), self.filestore(name), copy_function=os.link
                )
            yield name
        finally:
            self.drop(name)

    def name(self, label):
        """A name by which the launcher knows what a killed run left behind."""
        key = self.template.split("_")[2]
        return f"off_test_{key}_{label}_{os.getpid()}"

    def drop(self, name):
        self.administer(LEAVE, name)
        self.administer('DROP DATABASE IF EXISTS "{}"', name)
        shutil.rmtree(self.filestore(name), ignore_errors=True)

    def filestore(self, name):
        from odoo.tools import config

        return Path(config.filestore(name))

    def administer(self, query, *names):
        import odoo.sql_db

        with odoo.sql_db.db_connect("postgres").cursor() as cr:
            cr._cnx.autocommit = True
            # Names of ours: small letters, digits and underscores.
            cr._obj.execute(query.format(*names))

    def query(self, name, query, *parameters):
        """Rows of a query on a database."""
        import odoo.sql_db

        try:
            with odoo.sql_db.db_connect(name).cursor() as cr:
                cr.execute(query, parameters or None)
                return cr.fetchall()
        finally:
            odoo.sql_db.close_db(name)

    def odoo(self, name, *arguments, script=None):
        """Run Odoo on a database in a process of its own; its output if it succeeds.

        :param script: Python to run in Odoo's shell, which commits nothing by itself
        """
        command = [sys.executable, "-m", "odoo"] + ["shell"] * bool(script)
        command += ["-c", self.config, "-d", name, "--db-filter", f"^{name}$"]
        command += ["--no-http", "--log-level=warn"]
        command += [] if script else ["--stop-after-init"]
        done = subprocess.run(
            [*command, *arguments],
            input=script,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout + done.stderr

    def launch(self, *arguments):
        """Run a command of the launcher in this very installation."""
        done = subprocess.run(
            [sys.executable, ROOT / "off", *arguments],
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


def find_installation(configuration):
    """The installation that the environment tells of, or None."""
    template, empty = os.environ.get(WITH_ADDONS), os.environ.get(EMPTY)
    if configuration and template and empty:
        return Installation(configuration, template, empty)
    return None
