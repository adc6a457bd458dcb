"""The command line: what there is, and one line for every foreseeable fault."""

import argparse
import importlib
import json
import sys

from .errors import LauncherError, from_os_error
from .process import Terminated, heed_signals
from .project import Project

DATABASE = "off"
PASSING = {"test", "scenario", "bench", "shell", "psql"}
COMMANDS = {
    "start": ("start", "set up and serve on http://localhost:8069"),
    "stop": ("start", "stop what start left running"),
    "test": ("testing", "run all tests, or those that the pytest arguments name"),
    "scenario": ("scenario", "run a flow end to end on a scratch database"),
    "bench": ("scenario", "run a benchmark beside its baseline"),
    "backup": ("backup", "write database and filestore to one file"),
    "restore": ("backup", "restore a backup into a new database"),
    "upgrade": ("backup", "bring a database to the code as it is now"),
    "shell": ("shells", "open Odoo's Python shell"),
    "psql": ("shells", "open an SQL shell"),
    "doctor": ("doctor", "say what is installed, missing and how to get it"),
    "reset": ("reset", "remove everything that was made (asks first)"),
}


def parser():
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="off", allow_abbrev=False, description="Short food chains on Odoo 19."
    )
    subs = top.add_subparsers(dest="command", required=True, metavar="command")
    made = {
        name: subs.add_parser(name, help=about, description=about, allow_abbrev=False)
        for name, (_module, about) in COMMANDS.items()
    }
    _start_options(made["start"])
    made["stop"].add_argument("--force", action="store_true", help="whoever uses it")
    made["test"].add_argument("--only-install", action="store_true")
    made["test"].add_argument("--keep", metavar="NAME", help="keep the database so")
    for kind in ("scenario", "bench"):
        made[kind].add_argument("name")
        made[kind].add_argument("--json", action="store_true", help="one JSON object")
        made[kind].add_argument("--keep", metavar="NAME", help="keep the database so")
    made["backup"].add_argument("file")
    made["restore"].add_argument("file")
    for name in ("backup", "restore", "upgrade", "shell", "psql"):
        made[name].add_argument("--database", default=DATABASE)
    made["doctor"].add_argument("--json", action="store_true")
    made["doctor"].add_argument("--port", type=int, default=8069)
    made["reset"].add_argument("--yes", action="store_true", help="do not ask")
    return top


def _start_options(start):
    start.add_argument("--port", type=int, default=8069)
    start.add_argument("--database", default=DATABASE)
    start.add_argument("--no-demo", action="store_true", help="an empty database")
    start.add_argument("--detach", action="store_true", help="return when served")
    start.add_argument("--json", action="store_true", help="one JSON object")
    start.add_argument(
        "--interface", default="127.0.0.1", help="0.0.0.0 serves the whole network"
    )


def parse(argv):
    """Return the arguments; what other programs are to get is in ``rest``."""
    args, rest = parser().parse_known_args(argv)
    if rest and args.command not in PASSING:
        parser().error(f"unrecognized arguments: {' '.join(rest)}")
    args.rest = [word for word in rest if word != "--"]
    return args


def perform(args, project):
    """Run the command's function; each module knows one subject."""
    module = importlib.import_module(f".{COMMANDS[args.command][0]}", __package__)
    if args.command == "stop":
        project.make_folders()
        return module.stop(project, args.force)
    name = "scenario" if args.command == "bench" else args.command
    return getattr(module, name)(project, args)


def report(fault, wants_json):
    """Say what is wrong: one line, and in JSON where that was asked for."""
    print(fault.line(), file=sys.stderr)
    if wants_json:
        said = {"ok": False, "error": fault.what, "remedy": fault.remedy}
        print(json.dumps(said))
    return 1


def main(argv):
    """Run the launcher and return its exit status."""
    args = parse(argv)
    wants_json = getattr(args, "json", False)
    heed_signals()
    try:
        return perform(args, Project.from_env()) or 0
    except LauncherError as fault:
        return report(fault, wants_json)
    except OSError as error:
        return report(from_os_error(error), wants_json)
    except KeyboardInterrupt as interrupt:
        print("\noff: stopped; run the same command again to resume", file=sys.stderr)
        return 143 if isinstance(interrupt, Terminated) else 130
