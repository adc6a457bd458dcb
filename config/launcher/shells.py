"""``./off shell`` and ``./off psql``: the programs that talk to a database."""

from . import database, libpq, odoo
from .backup import _need_database as need_database
from .prepare import quick


def shell(project, args):
    """Open Odoo's shell on a database."""
    name = database.check_name(args.database)
    setup = quick(project, "shell")
    need_database(project, setup, name)
    config = odoo.write_config(project, setup, f"shell-{name}.conf", name)
    command = [project.python, "-m", "odoo", "shell", "-c", config, "-d", name]
    return odoo.foreground(project, setup, [*command, "--no-http", *args.rest])


def psql(project, args):
    """Become psql on a database."""
    name = database.check_name(args.database)
    setup = quick(project, "psql")
    need_database(project, setup, name)
    libpq.exec_tool(project, setup.server, "psql", args.rest, name)
