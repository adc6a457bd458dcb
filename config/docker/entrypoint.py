#!/usr/bin/env python3
"""Write odoo.conf from its template and the environment, then become the command.

Passwords arrive in the environment and end in a file that only Odoo's user can read,
never on a command line, which every process of a machine can see.
"""

import os
import socket
import sys
from pathlib import Path
from string import Template
from urllib.parse import quote

TEMPLATE = Path(__file__).with_name("odoo.conf.template")
LOGIN = ("PGUSER", "PGPASSWORD")
BACKLOG = 1024
HANDED_OVER = 3  # where Odoo finds a socket that was opened for it, as systemd does


class ConfigurationError(Exception):
    """What is wrong with the environment, in words for the person who deploys."""


def render(template: str, environ: dict[str, str]) -> str:
    """Return the template with every ``${NAME}`` replaced by its variable.

    :raise ConfigurationError: when a variable is not set, or would start a new line
        and with it a new option
    """
    for name, value in environ.items():
        if f"${{{name}}}" in template and len(value.splitlines()) > 1:
            raise ConfigurationError(f"{name} must be a single line")
    try:
        return Template(template).substitute(environ)
    except KeyError as missing:
        raise ConfigurationError(f"{missing.args[0]} is not set") from missing


def with_derived(environ: dict[str, str]) -> dict[str, str]:
    """Return the environment plus what Odoo and session_db read under other names.

    Both stay unset where they are not wanted: an empty replica would make Odoo open a
    second connection to the main server, and without an address sessions are files.
    """
    result = dict(environ)
    if replica := environ.get("ODOO_DB_REPLICA_HOST"):
        result["PGHOST_REPLICA"] = replica
    if sessions := environ.get("ODOO_SESSION_DATABASE"):
        user, password = (quote(environ[key], safe="") for key in LOGIN)
        server = f"{user}:{password}@{environ['PGHOST']}:{environ['PGPORT']}"
        result["SESSION_DB_URI"] = f"postgres://{server}/{sessions}"
    return result


def open_socket(interface: str, port: int) -> dict[str, str]:
    """Listen before Odoo does, and return the environment by which it takes over.

    Odoo lets eight connections wait for each of its workers. When a sale opens and two
    hundred families come at once, the others would be answered with an error by the
    proxy instead of a page some seconds later.
    """
    family = socket.AF_INET6 if ":" in interface else socket.AF_INET
    try:
        opened = socket.create_server((interface, port), family=family, backlog=BACKLOG)
    except OSError:
        return {}  # a command beside the server, or Odoo says what is wrong
    opened.setblocking(False)  # of several workers that wake up one gets the connection
    descriptor = opened.detach()
    if descriptor != HANDED_OVER:
        os.dup2(descriptor, HANDED_OVER)
        os.close(descriptor)
    os.set_inheritable(HANDED_OVER, True)  # dup2 does it, unless it was there already
    return {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}


def main(command: list[str]) -> None:
    environ = with_derived(dict(os.environ))
    try:
        text = render(TEMPLATE.read_text(encoding="utf-8"), environ)
    except ConfigurationError as error:
        sys.exit(f"odoo.conf: {error}; see .env.example")
    target = Path(environ["ODOO_RC"])
    target.touch(mode=0o600)
    target.chmod(0o600)
    target.write_text(text, encoding="utf-8")
    opened = open_socket(environ["ODOO_HTTP_INTERFACE"], int(environ["ODOO_HTTP_PORT"]))
    os.execvpe(command[0], command, environ | opened)


if __name__ == "__main__":
    main(sys.argv[1:] or ["odoo"])
