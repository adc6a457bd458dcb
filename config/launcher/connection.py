"""How to reach PostgreSQL, as libpq and Odoo want it said."""

import os
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from .errors import LauncherError

REMEDY = "write it as postgresql://user:password@host:port"
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


@dataclass(frozen=True)
class Connection:
    """A PostgreSQL server and a role on it.

    :param host: a host name, or the folder of a Unix socket
    :param embedded: whether the launcher runs this server
    """

    host: str
    port: int
    user: str
    password: str = ""
    sslmode: str = "prefer"
    embedded: bool = False

    def env(self, base=os.environ):
        """Return an environment in which libpq reaches this server."""
        unwanted = ("PG", "PYTHON", "ODOO_RC", "OPENERP_")
        env = {k: v for k, v in base.items() if not k.startswith(unwanted)}
        env.update(
            PGHOST=self.host,
            PGPORT=str(self.port),
            PGUSER=self.user,
            PGSSLMODE=self.sslmode,
            PGCONNECT_TIMEOUT="10",
        )
        if self.password:
            env["PGPASSWORD"] = self.password
        return env

    def describe(self):
        """Return the server's name for people; never the password."""
        if self.embedded:
            return "embedded PostgreSQL"
        return f"PostgreSQL at {self.user}@{self.host}:{self.port}"


def parse_url(url):
    """Return the connection that a database address names.

    :raise LauncherError: if it is not an address of PostgreSQL
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise LauncherError("OFF_DATABASE_URL is not a PostgreSQL address", REMEDY)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    try:
        port = parts.port or int(query.get("port", 5432))
    except ValueError:
        raise LauncherError("OFF_DATABASE_URL has a wrong port", REMEDY) from None
    host = query.get("host") or unquote(parts.hostname or "") or "localhost"
    return _checked(
        Connection(
            host,
            port,
            unquote(parts.username or query.get("user", "") or "odoo"),
            unquote(parts.password or query.get("password", "")),
            query.get("sslmode", "prefer"),
        ),
        "OFF_DATABASE_URL",
    )


def _checked(connection, source):
    if connection.user == "postgres":
        raise LauncherError(
            f"{source} names the role postgres, which Odoo refuses",
            "CREATE ROLE odoo LOGIN CREATEDB PASSWORD '…' and name that role",
        )
    if connection.sslmode not in SSL_MODES:
        raise LauncherError(
            f"{source} has the unknown sslmode {connection.sslmode}",
            "use one of " + ", ".join(SSL_MODES),
        )
    return connection


def from_env(env=os.environ):
    """Return the server that the environment names, or None for our own."""
    if env.get("OFF_DATABASE_URL"):
        return parse_url(env["OFF_DATABASE_URL"])
    if not env.get("PGHOST"):
        return None
    try:
        port = int(env.get("PGPORT") or 5432)
    except ValueError:
        raise LauncherError("PGPORT is not a number", "unset or correct it") from None
    return _checked(
        Connection(
            env["PGHOST"],
            port,
            env.get("PGUSER") or "odoo",
            env.get("PGPASSWORD", ""),
            env.get("PGSSLMODE", "prefer"),
        ),
        "PGUSER",
    )
