"""Odoo's configuration, and running Odoo's commands on a database."""

import os
import secrets

from . import database, libpq
from .errors import LauncherError
from .markers import write_atomically
from .process import call, run

# Of a database to work in; the first is the default. Tests read the source's English.
LANGUAGES = "fr_FR,en_US"
TEST_LANGUAGES = "en_US,fr_FR"
WIDE = "base,rpc,web,queue_job"
INSIDE = os.path.join(os.path.dirname(__file__), "inside")


def admin_secret(project):
    """Return the master password, made at random once, never shown."""
    file = project.run / "master_password"
    if not file.exists():
        write_atomically(file, secrets.token_urlsafe(24), mode=0o600)
    return file.read_text(encoding="utf-8")


def options(project, setup, name, **changes):
    """Return the options of Odoo's configuration file for one database."""
    server = setup.server
    paths = [*setup.source.addons_paths, project.addons]
    values = {
        "addons_path": ",".join(str(path) for path in paths if path.is_dir()),
        "admin_passwd": admin_secret(project),
        "data_dir": project.data,
        "db_host": server.host,
        "db_port": server.port,
        "db_user": server.user,
        "db_sslmode": server.sslmode,
        "db_name": name,
        "db_template": database.template_name(project),
        "dbfilter": f"^{name}$",
        "http_interface": "127.0.0.1",
        "list_db": "False",
        "max_cron_threads": 0,
        "proxy_mode": "False",
        "server_wide_modules": WIDE,
        "unaccent": "True",
        "workers": 0,
    }
    if server.password:
        values["db_password"] = server.password
    return {**values, **changes}


def write_config(project, setup, file, name, channels="root:0", **changes):
    """Write a configuration file, readable by its owner alone.

    :param channels: queue_job's capacity; root:0 runs no jobs in the background
    """
    values = options(project, setup, name, **changes)
    lines = [
        f"{key} = {str(value).replace('%', '%%')}" for key, value in values.items()
    ]
    text = "[options]\n{}\n\n[queue_job]\nchannels = {}\n"
    path = project.run / file
    write_atomically(path, text.format("\n".join(lines), channels), mode=0o600)
    return path


def environment(project, setup, name=""):
    """Return the variables under which Odoo runs: our tools come first."""
    env = setup.server.env()
    folders = [project.venv / "bin", libpq.bin_folder(project)]
    env["PATH"] = os.pathsep.join([*map(str, folders), env.get("PATH", "")])
    env["OFF_CWD"] = os.getcwd()
    env["PYTHONUNBUFFERED"] = "1"
    if name.endswith(database.BUILDING):
        # Cut short, it is built anew; its renaming at the end syncs it all.
        env["PGOPTIONS"] = "-c synchronous_commit=off"
    return env


def odoo(project, setup, name, arguments, what):
    """Run an Odoo command to its end, quietly."""
    command = [project.python, "-m", "odoo", *arguments]
    env = environment(project, setup, name)
    log = project.log / "odoo-commands.log"
    return run(command, what, log, env=env, cwd=project.root)


def change(project, setup, name, modules, option, languages=LANGUAGES, port=None):
    """Install (``-i``) or update (``-u``) modules and check that it worked.

    :param port: where the database will be served, for addresses of websites
    """
    options = {"http_port": port} if port else {}
    config = write_config(project, setup, f"{name}.conf", name, **options)
    arguments = ["-c", config, "-d", name, option, ",".join(modules)]
    arguments += ["--stop-after-init", "--no-http", f"--load-language={languages}"]
    verb = "installing" if option == "-i" else "updating"
    what = f"{verb} {shorten(modules)}"
    try:
        odoo(project, setup, name, arguments, what)
        missing = set(modules) - database.installed(project, setup.server, name)
    finally:
        config.unlink()
    if missing:
        raise LauncherError(
            f"{what}: not installed are {', '.join(sorted(missing))}",
            f"see {project.log / 'odoo-commands.log'}",
        )


def shorten(modules):
    """Return a list of modules short enough for one line."""
    shown = ", ".join(modules[:3])
    return shown + (f" and {len(modules) - 3} more" if len(modules) > 3 else "")


def click_odoo(project, setup, name, command, *arguments, what, **env):
    """Run a click-odoo command or a script of ours inside Odoo."""
    config = write_config(project, setup, f"{name}.conf", name)
    tool = [project.venv / "bin" / command, "-c", config, *arguments]
    env = {**environment(project, setup, name), **env}
    try:
        return run(tool, what, project.log / "odoo-commands.log", env=env)
    finally:
        config.unlink(missing_ok=True)


def script(project, setup, name, file, what, **env):
    """Run one of the scripts in ``inside`` and commit."""
    path = os.path.join(INSIDE, file)
    arguments = ["-d", name, "--log-level", "error", path]
    click_odoo(project, setup, name, "click-odoo", *arguments, what=what, **env)


def foreground(project, setup, command):
    """Run a program with Odoo's environment in the user's terminal."""
    return call(command, env=environment(project, setup), cwd=project.root)
