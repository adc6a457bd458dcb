"""Databases and their filestores: create, copy, rename, drop."""

import os
import re
import shutil

from . import libpq
from .errors import LauncherError

NAME = re.compile(r"[a-z][a-z0-9_-]{0,50}")
BUILDING = "__building"


def check_name(name):
    """Raise unless a database's name needs no quoting anywhere."""
    if not NAME.fullmatch(name):
        raise LauncherError(
            f"{name!r} is no name for a database",
            "use small letters, digits, - and _, beginning with a letter",
        )
    return name


def query(project, server, sql, name="postgres"):
    """Run SQL and return what it prints.

    :raise LauncherError: if the server refuses
    """
    done = libpq.psql(project, server, sql, name)
    if done.returncode:
        raise libpq.refusal(server, done.stderr)
    return done.stdout.strip()


def exists(project, server, name):
    """Return whether a database exists."""
    sql = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"
    return bool(query(project, server, sql))


def named_like(project, server, prefix):
    """Return the databases whose name begins with a prefix."""
    sql = f"SELECT datname FROM pg_database WHERE starts_with(datname, '{prefix}')"
    return query(project, server, sql).splitlines()


def template_name(project):
    """Return the name of the empty template of this checkout."""
    return f"off_empty_{project.key}"


def ensure_template(project, server, admin=None):
    """Create the empty database that others are copied from.

    It holds the two extensions, and unaccent as Odoo's indexes need it:
    immutable, and owned by Odoo's role, which Odoo sets so again itself.

    :param admin: a superuser's connection, where we have one
    """
    name = template_name(project)
    if exists(project, server, name):
        return
    partial = name + BUILDING
    drop(project, server, partial)
    _create_empty(project, server, partial)
    prepare = (
        "CREATE EXTENSION IF NOT EXISTS pg_trgm;"
        "CREATE EXTENSION IF NOT EXISTS unaccent;"
        "GRANT CREATE ON SCHEMA public TO PUBLIC"
    )
    query(project, admin or server, prepare, partial)
    immutable = "ALTER FUNCTION unaccent(text) IMMUTABLE;"
    if admin:
        immutable += f"ALTER FUNCTION unaccent(text) OWNER TO {server.user}"
    # An ordinary role of a foreign server may not: searches then do without
    # an index, and nothing else.
    libpq.psql(project, admin or server, immutable, partial)
    query(project, server, f'ALTER DATABASE "{partial}" RENAME TO "{name}"')


def _create_empty(project, server, name):
    """Create a database that sorts by bytes, as Odoo does, and knows accents."""
    for locale in (
        "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'",
        "LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'",
        "LC_COLLATE 'C'",
    ):
        sql = f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' {locale}"
        done = libpq.psql(project, server, sql, "postgres")
        if not done.returncode:
            return
    raise libpq.refusal(server, done.stderr)


def create(project, server, name, template=None, scratch=False):
    """Create a database as a copy of another, filestore included.

    :param template: the database to copy; the empty one by default
    :param scratch: whether it may lose its last moments in a power cut
    """
    source = template or template_name(project)
    query(project, server, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    if scratch:
        setting = f'ALTER DATABASE "{name}" SET synchronous_commit = off'
        query(project, server, setting)
    if template:
        copy_filestore(project.filestore(template), project.filestore(name))


def copy_filestore(source, target):
    """Copy a filestore by hard links.

    Odoo names a file by its content and never writes into one, so two
    filestores may share it.
    """
    shutil.rmtree(target, ignore_errors=True)
    if source.is_dir():
        shutil.copytree(source, target, copy_function=os.link)


def drop(project, server, name):
    """Drop a database, whoever of ours is connected, and its filestore."""
    # WITH (FORCE) fails while autovacuum is at work there, which belongs to the
    # superuser; a plain drop sends autovacuum away, and waits for others to leave.
    query(
        project,
        server,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = '{name}' AND usename = current_user"
        " AND backend_type = 'client backend'",
    )
    query(project, server, f'DROP DATABASE IF EXISTS "{name}"')
    shutil.rmtree(project.filestore(name), ignore_errors=True)


def rename(project, server, name, to):
    """Give a finished database its own name."""
    shutil.rmtree(project.filestore(to), ignore_errors=True)
    if project.filestore(name).exists():
        project.filestore(name).rename(project.filestore(to))
    query(project, server, f'ALTER DATABASE "{name}" RENAME TO "{to}"')


def parameter(project, server, name, key):
    """Return a system parameter, or None where Odoo's tables are missing."""
    sql = f"SELECT value FROM ir_config_parameter WHERE key = '{key}'"
    done = libpq.psql(project, server, sql, name)
    return None if done.returncode else done.stdout.strip()


def set_parameter(project, server, name, key, value):
    """Write a system parameter of the launcher's own."""
    sql = (
        "INSERT INTO ir_config_parameter (key, value, create_date, write_date)"
        f" VALUES ('{key}', '{value}', now() AT TIME ZONE 'UTC',"
        " now() AT TIME ZONE 'UTC')"
        f" ON CONFLICT (key) DO UPDATE SET value = '{value}'"
    )
    query(project, server, sql, name)


def installed(project, server, name):
    """Return the names of the installed modules."""
    sql = "SELECT name FROM ir_module_module WHERE state = 'installed'"
    return set(query(project, server, sql, name).splitlines())
