"""The Odoo server process: start, wait until it answers, stop."""

import http.client
import os
import signal
import subprocess
import time

from . import odoo
from .errors import LauncherError
from .markers import read_json, write_json
from .process import port_holder, port_is_free, started_at

KEPT = 20 * 2**20  # bytes of log before it is put aside
PATIENCE = 180  # seconds until the first page


def state(project):
    """Return what is known of the running server, or nothing."""
    facts = read_json(project.run / "server.json")
    born = facts.get("started")
    return facts if born and started_at(facts["pid"]) == born else {}


def check_port(port, interface):
    """Raise if another program listens on the port."""
    if not 1 <= port <= 65535:
        raise LauncherError(f"{port} is no port", "use --port 1 to 65535")
    if port_is_free(port, interface):
        return
    holder = port_holder(port)
    by = f" by {holder}" if holder else ""
    raise LauncherError(
        f"port {port} is in use{by}", f"stop it, or use --port {port + 1}"
    )


def _fresh_log(project):
    log = project.log / "odoo.log"
    if log.exists() and log.stat().st_size > KEPT:
        log.replace(log.with_suffix(".log.1"))
    return log


def launch(project, setup, name, port, interface):
    """Start Odoo in a session of its own; return its process."""
    config = odoo.write_config(
        project,
        setup,
        "odoo.conf",
        name,
        channels="root:2",
        http_interface=interface,
        http_port=port,
        max_cron_threads=1,
    )
    log = _fresh_log(project)
    with open(log, "ab") as stream:
        process = subprocess.Popen(
            [project.python, "-m", "odoo", "-c", config],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env=odoo.environment(project, setup),
            cwd=project.root,
            start_new_session=True,
        )
    facts = {"pid": process.pid, "port": port, "database": name}
    facts |= {"started": started_at(process.pid), "interface": interface}
    write_json(project.run / "server.json", facts)
    return process


def answers(port):
    """Return whether the login page is served, in whatever language it leads to."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request("GET", "/web/login", headers={"Host": f"localhost:{port}"})
        return link.getresponse().status in (200, 303)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def wait_until_served(project, port, process=None, patience=PATIENCE):
    """Wait for the first page.

    :raise LauncherError: if the server ends or takes too long
    """
    log = project.log / "odoo.log"
    deadline = time.monotonic() + patience
    while not answers(port):
        if process and process.poll() is not None:
            raise LauncherError(f"Odoo ended: {last_fault(log)}", f"see {log}")
        if time.monotonic() > deadline:
            raise LauncherError("Odoo does not answer", f"see {log}")
        time.sleep(0.2)


def last_fault(log):
    """Return the last line of a log that tells of a fault."""
    lines = log.read_text(errors="replace").splitlines()[-400:]
    telling = [x for x in lines if " ERROR " in x or " CRITICAL " in x or "Error" in x]
    return (telling or lines or ["nothing in its log"])[-1].strip()[-200:]


def stop(project):
    """Stop Odoo; return whether it was running."""
    facts = state(project)
    if facts:
        _end(facts["pid"], facts["started"])
    (project.run / "server.json").unlink(missing_ok=True)
    return bool(facts)


def _end(pid, born):
    for sign, patience in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            _reap(pid)
            if started_at(pid) != born:
                return
            time.sleep(0.1)
    raise LauncherError(f"Odoo does not stop (process {pid})", f"kill -9 {pid}")


def _reap(pid):
    """Collect the ended process if it was started by this launcher."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass


def follow(project):
    """Show the log until the server ends or the user presses Ctrl-C."""
    facts = state(project)
    with open(project.log / "odoo.log", encoding="utf-8", errors="replace") as log:
        log.seek(0, os.SEEK_END)
        while facts and started_at(facts["pid"]) == facts["started"]:
            line = log.readline()
            if line:
                print(line, end="", flush=True)
            else:
                _reap(facts["pid"])
                time.sleep(0.3)
