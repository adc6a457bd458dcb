"""Odoo's command as a file, started as the image of production starts it.

A server with workers starts this file again for its gevent process, which fails where
it was started as a module.

``OFF_SERVE`` is the address that it listens at, ``interface:port``.
"""

import importlib.util
import os
import sys
from pathlib import Path

import odoo.cli

ENTRYPOINT = Path(__file__).resolve().parents[2] / "config/docker/entrypoint.py"


def open_socket():
    spec = importlib.util.spec_from_file_location("entrypoint", ENTRYPOINT)
    entrypoint = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(entrypoint)
    interface, port = os.environ["OFF_SERVE"].rsplit(":", 1)
    os.environ.update(entrypoint.open_socket(interface, int(port)))


if __name__ == "__main__":
    if sys.argv[1] != "gevent":
        open_socket()
    odoo.cli.main()
