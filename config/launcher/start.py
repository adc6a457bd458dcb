"""``./off start``: from nothing, or from anything, to a served page."""

import json
import secrets
import sys

from . import addons, database, odoo, postgres, server
from .errors import LauncherError
from .prepare import STEPS, prepared

CODE = "off.launcher.code"
DEMO = "off.launcher.demo"


def start(project, args):
    """Set up, serve, and stay until Ctrl-C unless ``--detach``."""
    database.check_name(args.database)
    password = None
    if not server.state(project):
        server.check_port(args.port, args.interface)  # before minutes of set-up
    with prepared(project, "start", STEPS + 2) as (setup, steps):
        running = _same_server(project, args)
        with steps.step(f"database {args.database}") as say:
            if running and _is_current(project, setup, args.database):
                say("ready")
            else:
                server.stop(project)
                running = {}
                server.check_port(args.port, args.interface)
                password = ensure_database(project, setup, args, say)
        with steps.step("server") as say:
            process = None
            if not running:
                process = server.launch(
                    project, setup, args.database, args.port, args.interface
                )
            server.wait_until_served(project, args.port, process)
            say("was running" if running else "answers")
        demo = database.parameter(project, setup.server, args.database, DEMO)
    _show(project, args, password, demo == "yes")
    return 0 if args.detach else _stay(project)


def _same_server(project, args):
    """Return the running server if it is the one asked for."""
    facts = server.state(project)
    if not facts:
        return {}
    if (facts["port"], facts["database"]) == (args.port, args.database):
        return facts
    raise LauncherError(
        f"database {facts['database']} is already served on port {facts['port']}",
        "run ./off stop first",
    )


def _is_current(project, setup, name):
    code = database.parameter(project, setup.server, name, CODE)
    return code == addons.code_hash(project)


def ensure_database(project, setup, args, say):
    """Create the database or bring it up to the code.

    :return: the administrator's new password if one was made
    """
    name = args.database
    if not database.exists(project, setup.server, name):
        return create(project, setup, name, not args.no_demo, say, args.port)
    if args.no_demo and database.parameter(project, setup.server, name, DEMO) == "yes":
        raise LauncherError(
            f"database {name} exists with demonstration data",
            "use --database with another name",
        )
    if _is_current(project, setup, name):
        say("ready")
    else:
        bring_up_to_date(project, setup, name, say)
    return None


def create(project, setup, name, demo, say, port=8069):
    """Build a database under a working name, then give it its own.

    A run that is cut short leaves only the working name behind, which the
    next run drops.
    """
    working = name + database.BUILDING
    code = addons.code_hash(project)
    modules = sorted(addons.own_addons(project.addons)) or ["web"]
    say(f"installing {odoo.shorten(modules)}")
    database.drop(project, setup.server, working)
    database.create(project, setup.server, working)
    odoo.change(project, setup, working, modules, "-i")
    if demo:
        _demonstrate(project, setup, working, say, port)
    password = None if demo else secrets.token_urlsafe(12)
    if password:
        what = "setting the administrator's password"
        env = {"OFF_ADMIN_PASSWORD": password}
        odoo.script(project, setup, working, "admin_password.py", what, **env)
    _remember_hashes(project, setup, working)
    database.set_parameter(project, setup.server, working, CODE, code)
    kind = "yes" if demo else "no"
    database.set_parameter(project, setup.server, working, DEMO, kind)
    database.rename(project, setup.server, working, name)
    say("created with demonstration data" if demo else "created")
    return password


def _demonstrate(project, setup, name, say, port):
    """Play the demonstration, once all it plays with is installed."""
    if (project.addons / addons.DEMONSTRATION).is_dir():
        say("playing the demonstration")
        odoo.change(project, setup, name, [addons.DEMONSTRATION], "-i", port=port)


def _remember_hashes(project, setup, name):
    """Let click-odoo-update know what it will compare with."""
    arguments = ["-d", name, "--ignore-core-addons", "--only-compute-hashes"]
    what = "recording what is installed"
    odoo.click_odoo(project, setup, name, "click-odoo-update", *arguments, what=what)


def bring_up_to_date(project, setup, name, say):
    """Update the add-ons whose code changed and install new ones."""
    code = addons.code_hash(project)
    say("the code changed: updating the add-ons")
    before = database.installed(project, setup.server, name)
    arguments = ["-d", name, "--ignore-core-addons"]
    what = f"updating database {name}"
    odoo.click_odoo(project, setup, name, "click-odoo-update", *arguments, what=what)
    new = sorted(set(addons.own_addons(project.addons)) - before)
    if new:
        odoo.change(project, setup, name, new, "-i")
        _remember_hashes(project, setup, name)
    database.set_parameter(project, setup.server, name, CODE, code)
    say("updated to the code" + (f", new: {odoo.shorten(new)}" if new else ""))
    return new


def logins(project, port=8069):
    """Return (login, password, who) of the demonstration's people."""
    file = project.config / "demo_logins.txt"
    rows = []
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            line = line.replace(":8069", f":{port}")
            parts = line.split(None, 2)
            if len(parts) >= 2 and not line.startswith("#"):
                rows.append((parts[0], parts[1], "".join(parts[2:])))
    return rows or [("admin", "admin", "administrator")]


def _show(project, args, password, demo):
    """Print the address and who can log in."""
    url = f"http://localhost:{args.port}"
    rows = logins(project, args.port) if demo else []
    if password:
        rows = [("admin", password, "administrator; shown this once")]
    if args.json:
        keys = ("login", "password", "who")
        people = [dict(zip(keys, row, strict=True)) for row in rows]
        print(json.dumps({"ok": True, "url": url, "logins": people}))
        return
    print(f"\nOdoo answers on {url}")
    for login, secret, who in rows:
        print(f"  {login:<24} {secret:<16} {who}")
    sys.stdout.flush()


def _stay(project):
    """Follow the log; on Ctrl-C stop what start started."""
    print("\nCtrl-C stops it; --detach leaves it running.\n", flush=True)
    try:
        server.follow(project)
    except KeyboardInterrupt:
        print("\nstopping …", file=sys.stderr)
        stop(project, force=False)
        return 0
    log = project.log / "odoo.log"
    if not server.state(project) and not (project.run / "server.json").exists():
        return 0  # ./off stop in another terminal
    raise LauncherError(f"Odoo ended: {server.last_fault(log)}", f"see {log}")


def stop(project, force):
    """Stop Odoo, and the embedded PostgreSQL unless others use it."""
    ended = ["Odoo"] if server.stop(project) else []
    others = 0 if force else postgres.others_connected(project)
    if others:
        print(
            f"off: PostgreSQL goes on, {others} other connections use it;"
            " ./off stop --force ends it",
            file=sys.stderr,
        )
    elif postgres.stop(project):
        ended.append("PostgreSQL")
    print("stopped " + " and ".join(ended) if ended else "nothing to stop")
    return 0
