"""Odoo on a database: an environment here, a web server beside it."""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import requests

ODOO = Path(__file__).with_name("serve_odoo.py")


def open_registry(config, database):
    import odoo.modules.registry
    from odoo.tools import config as odoo_config

    odoo_config.parse_config(
        ["-c", config, "-d", database, "--log-level=error", "--max-cron-threads=0"],
        setup_logging=True,
    )
    return odoo.modules.registry.Registry(database)


@contextmanager
def serve(config, database, *options):
    """Start a web server on ``database``; yields its address, stops it at the end.

    :param options: further ones of Odoo's command line
    """
    with socket.socket() as probe, socket.socket() as gevent_probe:
        probe.bind(("127.0.0.1", 0))
        gevent_probe.bind(("127.0.0.1", 0))
        port, gevent_port = probe.getsockname()[1], gevent_probe.getsockname()[1]
    command = [sys.executable, str(ODOO), "-c", config, "-d", database]
    command += [
        f"--http-port={port}",
        f"--gevent-port={gevent_port}",
        "--http-interface=127.0.0.1",
        "--no-database-list",
    ]
    command += ["--workers=0", "--max-cron-threads=0", "--log-level=error"]
    command += ["--db-filter", f"^{re.escape(database)}$", *options]
    process = subprocess.Popen(
        command,
        env={**os.environ, "OFF_SERVE": f"127.0.0.1:{port}"},
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address, process, seconds=180):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise RuntimeError(f"the web server ended with status {process.returncode}")
        try:
            if requests.get(f"{address}/web/health", timeout=5).ok:
                return
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.2)  # a large database takes a while to load
    raise RuntimeError(f"the web server did not answer within {seconds} s")


def log_in(address, login, password):
    """A session of that person, as a browser has it."""
    session = requests.Session()
    page = session.get(f"{address}/web/login", timeout=60)
    response = session.post(
        f"{address}/web/login",
        data={
            "login": login,
            "password": password,
            "csrf_token": find_token(page.text),
        },
        timeout=60,
    )
    response.raise_for_status()
    return session


def find_token(page):
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page) or re.search(
        r'csrf_token: "([^"]+)"', page
    )
    if not found:
        raise RuntimeError("the page holds no CSRF token")
    return found.group(1)
