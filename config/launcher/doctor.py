"""``./off doctor``: what is installed, what is missing, what that costs."""

import json
import os
import shutil
import sys

from . import connection, libpq, odoo_source, postgres, server, venv
from .errors import LauncherError
from .markers import digest, read_json
from .process import port_holder, port_is_free
from .venv import MARKER

# name, programs of which one is enough, what is lost without, how to get it
TOOLS = [
    ("wkhtmltopdf", ["wkhtmltopdf"], "PDF documents", "apt install wkhtmltopdf"),
    (
        "chromium",
        ["chromium", "chromium-browser", "google-chrome"],
        "browser tests",
        "apt install chromium",
    ),
    ("nginx", ["nginx"], "the test of the production topology", "apt install nginx"),
    (
        "node",
        ["node", "nodejs"],
        "lint of JavaScript and XML",
        "apt install nodejs npm",
    ),
    (
        "git",
        ["git"],
        "fetching Odoo where Debian's package is not to be had",
        "apt install git",
    ),
]


def row(name, ok, state, cost="", remedy=""):
    """Return one line of the table."""
    return {
        "name": name,
        "ok": bool(ok),
        "state": state,
        "cost": "" if ok else cost,
        "remedy": "" if ok else remedy,
    }


def find(programs):
    """Return where the first of some programs lies."""
    places = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin:/sbin"
    return next(filter(None, (shutil.which(p, path=places) for p in programs)), None)


def _tools():
    for name, programs, cost, command in TOOLS:
        where = find(programs)
        yield row(name, where, where or "missing", cost, command)


def _libraries(project):
    done = read_json(project.venv / MARKER)
    for name, cost, command in (
        ("requirements.txt", "everything", "./off start"),
        ("requirements-test.txt", "tests", "./off test --only-install"),
    ):
        good = done.get(name) == digest(project.config / name)
        yield row(
            f"libraries of {name}",
            good,
            "as pinned" if good else "not as pinned",
            cost,
            command,
        )


def _odoo(project):
    """Name the tree in use, without fetching or hashing anything."""
    try:
        if os.environ.get("OFF_ODOO_SRC"):
            found = odoo_source.from_user(os.environ["OFF_ODOO_SRC"])
            return row("Odoo 19", True, f"{found.version}, OFF_ODOO_SRC")
    except LauncherError as fault:
        return row("Odoo 19", False, fault.what, "everything", fault.remedy)
    marks = sorted(project.odoo_store.glob(f"[!.]*/{odoo_source.MARKER}"), reverse=True)
    if not marks:
        return row("Odoo 19", False, "missing", "everything", "./off start")
    facts = read_json(marks[0])
    state = f"{facts.get('version')}, from {facts.get('origin')}, {marks[0].parent}"
    return row("Odoo 19", True, state)


def _postgres(project):
    try:
        foreign = connection.from_env()
        if foreign and not (libpq.bin_folder(project) / "psql").exists():
            return row("PostgreSQL", False, "not asked yet", "", "./off start")
        if foreign:
            postgres.check_foreign(project, foreign)
            return row("PostgreSQL", True, foreign.describe())
        if (libpq.bin_folder(project) / "psql").exists():
            state = "running" if postgres.running(project) else "installed, stopped"
            return row("PostgreSQL", True, f"embedded, {state}")
    except LauncherError as fault:
        return row("PostgreSQL", False, fault.what, "everything", fault.remedy)
    return row("PostgreSQL", False, "missing", "everything", "./off start")


def _port(project, port):
    facts = server.state(project)
    if facts:
        state = f"database {facts['database']} is served on port {facts['port']}"
        return row("server", True, state)
    if port_is_free(port):
        return row(f"port {port}", True, "free")
    state = f"in use by {port_holder(port) or 'another program'}"
    return row(f"port {port}", False, state, "./off start", "./off start --port …")


def _disk(project):
    home = next(p for p in (project.home, *project.home.parents) if p.exists())
    free = shutil.disk_usage(home).free / 2**30
    state = f"{free:.1f} GB free in {home}"
    return row("disk", free > 2, state, "databases, backups", "free some space")


def examine(project, port=8069):
    """Return every row of the table."""
    version = "{}.{}.{}".format(*sys.version_info[:3])
    whole = venv.is_whole(project)
    return [
        row("Python", True, f"{version}, {sys.executable}"),
        row(
            "virtual environment",
            whole,
            str(project.venv) if whole else "missing",
            "everything",
            "./off start",
        ),
        *_libraries(project),
        _odoo(project),
        _postgres(project),
        _port(project, port),
        _disk(project),
        *_tools(),
    ]


def doctor(project, args):
    """Print the table; the exit status is 0 if nothing essential is missing."""
    rows = examine(project, args.port)
    ok = all(r["ok"] for r in rows if r["cost"] in ("everything", "./off start"))
    if args.json:
        print(json.dumps({"ok": ok, "checks": rows}))
    else:
        print_table(rows)
    return 0 if ok else 1


def print_table(rows):
    """Print the rows for people."""
    for r in rows:
        mark = "ok     " if r["ok"] else "MISSING"
        print(f"{mark} {r['name']:<36} {r['state']}")
        if r["remedy"]:
            cost = f"without it: no {r['cost']}; " if r["cost"] else ""
            print(f"{'':8}{cost}remedy: {r['remedy']}")
