"""``backup``, ``restore``, ``upgrade``: database and filestore together."""

import json
import os
import zipfile
from pathlib import Path

from . import database, odoo, server, start
from .errors import LauncherError
from .prepare import STEPS, prepared


def _need_database(project, setup, name):
    if not database.exists(project, setup.server, name):
        raise LauncherError(f"database {name} does not exist", "run ./off start first")


def backup(project, args):
    """Write one archive with everything; it appears whole or not at all."""
    database.check_name(args.database)
    target = Path(args.file).absolute()
    if target.exists():
        raise LauncherError(f"{target} exists", "give another name")
    if not target.parent.is_dir():
        raise LauncherError(f"there is no folder {target.parent}", "create it first")
    partial = target.with_name(f".{target.name}.partial-{os.getpid()}")
    with prepared(project, "backup", STEPS + 1) as (setup, steps):
        _need_database(project, setup, args.database)
        with steps.step("backup"):
            try:
                _dump(project, setup, args.database, partial)
                os.replace(partial, target)
            finally:
                partial.unlink(missing_ok=True)
    print(f"{target}  {target.stat().st_size / 2**20:.1f} MB")
    return 0


def _dump(project, setup, name, file):
    """Let click-odoo dump, readable by the owner alone: it holds everything."""
    mask = os.umask(0o077)
    try:
        odoo.click_odoo(
            project,
            setup,
            name,
            "click-odoo-backupdb",
            name,
            file,
            what=f"backing up {name}",
        )
    finally:
        os.umask(mask)


def check_archive(file):
    """Raise unless a file is a whole backup."""
    remedy = "give a file that ./off backup wrote"
    if not file.is_file():
        raise LauncherError(f"there is no file {file}", remedy)
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            torn = archive.testzip()
    except (zipfile.BadZipFile, EOFError):
        raise LauncherError(f"{file} is no backup or is cut short", remedy) from None
    if torn or not {"dump.sql", "manifest.json"} <= names:
        raise LauncherError(f"{file} is no whole backup", remedy)


def restore(project, args):
    """Restore into a database that does not exist yet."""
    name = database.check_name(args.database)
    file = Path(args.file).absolute()
    check_archive(file)
    with prepared(project, "restore", STEPS + 1) as (setup, steps):
        if database.exists(project, setup.server, name):
            raise LauncherError(
                f"database {name} exists", "give another one with --database"
            )
        working = name + database.BUILDING
        with steps.step(f"restoring {name}"):
            database.drop(project, setup.server, working)
            what = f"restoring {file.name}"
            arguments = ["--move", working, file]
            odoo.click_odoo(
                project, setup, working, "click-odoo-restoredb", *arguments, what=what
            )
            check_restored(project, setup, working, file)
            database.rename(project, setup.server, working, name)
    print(f"restored; serve it with ./off start --database {name}")
    return 0


def check_restored(project, setup, name, file):
    """Raise unless every module of the backup arrived: psql skips errors."""
    with zipfile.ZipFile(file) as archive:
        modules = set(json.loads(archive.read("manifest.json"))["modules"])
    lost = modules - database.installed(project, setup.server, name)
    if lost:
        raise LauncherError(
            f"{file.name} was not restored whole: {len(lost)} modules are missing",
            f"see {project.log / 'odoo-commands.log'}",
        )


def upgrade(project, args):
    """Bring an existing database to the code as it is now."""
    name = database.check_name(args.database)
    with prepared(project, "upgrade", STEPS + 1) as (setup, steps):
        _need_database(project, setup, name)
        before = _versions(project, setup, name)
        facts = server.state(project)
        served = facts.get("database") == name and server.stop(project)
        with steps.step(f"upgrading {name}") as say:
            new = start.bring_up_to_date(project, setup, name, say)
        after = _versions(project, setup, name)
    changed = {k: v for k, v in after.items() if before.get(k) != v and k not in new}
    for module, version in sorted(changed.items()):
        print(f"{module}: {before.get(module, 'new')} → {version}")
    print(f"new: {', '.join(new)}" if new else "no new add-on")
    if served:
        print("the server was stopped; run ./off start")
    return 0


def _versions(project, setup, name):
    sql = "SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'"
    rows = database.query(project, setup.server, sql, name).splitlines()
    return dict(row.split("|") for row in rows)
