"""Doctor, server, scenarios and backups, with faked surroundings."""

import http.server
import socket
import sys
import threading
import zipfile

import pytest
from launcher import backup, doctor, scenario, server, start
from launcher.errors import LauncherError
from launcher.markers import write_json
from launcher.process import port_holder, port_is_free, started_at


@pytest.fixture
def taken():
    """Return a port on which this process listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def rows(project, port=1):
    return {row["name"]: row for row in doctor.examine(project, port)}


def test_doctor_says_what_a_missing_tool_costs(project, monkeypatch):
    monkeypatch.setattr(doctor, "find", lambda programs: None)
    found = rows(project)
    for name, cost, remedy in (
        ("wkhtmltopdf", "PDF documents", "apt install wkhtmltopdf"),
        ("chromium", "browser tests", "apt install chromium"),
    ):
        row = found[name]
        assert (row["ok"], row["cost"], row["remedy"]) == (False, cost, remedy)


def test_doctor_finds_tools_on_the_path(project, monkeypatch, tmp_path):
    tool = tmp_path / "wkhtmltopdf"
    tool.write_text("#!/bin/sh\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    row = rows(project)["wkhtmltopdf"]
    assert (row["ok"], row["state"], row["remedy"]) == (True, str(tool), "")


def test_doctor_names_who_holds_the_port(project, taken):
    row = rows(project, taken)[f"port {taken}"]
    assert not row["ok"] and "python" in row["state"]


def test_doctor_prints_one_line_a_row_and_the_remedy(project, capsys):
    table = [doctor.row("x", True, "fine"), doctor.row("y", False, "missing", "z", "w")]
    doctor.print_table(table)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ok", "x", "fine"]
    assert lines[2].strip() == "without it: no z; remedy: w"


def test_a_port_is_free_or_has_a_holder(taken):
    assert not port_is_free(taken)
    assert "python" in port_holder(taken)
    with pytest.raises(LauncherError, match=f"port {taken} is in use by"):
        server.check_port(taken, "127.0.0.1")


@pytest.mark.parametrize("port", [0, -1, 70000])
def test_a_number_that_is_no_port_is_refused(port):
    with pytest.raises(LauncherError, match="is no port"):
        server.check_port(port, "127.0.0.1")


def test_a_server_file_of_a_dead_or_reborn_process_does_not_count(project):
    import os

    file = project.run / "server.json"
    facts = {"pid": os.getpid(), "port": 1, "database": "x"}
    write_json(file, {**facts, "started": started_at(os.getpid())})
    assert server.state(project)["port"] == 1
    write_json(file, {**facts, "started": "another time"})
    assert server.state(project) == {}


def test_waiting_ends_when_the_page_is_served(project):
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/web/login" else 404)
            self.end_headers()

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as page:
        threading.Thread(target=page.serve_forever, daemon=True).start()
        server.wait_until_served(project, page.server_port, patience=5)
        page.shutdown()


def test_a_server_that_ends_is_explained_by_its_log(project):
    import subprocess

    log = "INFO ready\n2026 CRITICAL x: cannot bind\nINFO bye\n"
    (project.log / "odoo.log").write_text(log)
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    with pytest.raises(LauncherError, match="cannot bind"):
        server.wait_until_served(project, 1, process)


def test_an_unknown_scenario_lists_those_there_are(project):
    folder = project.root / "tests" / "scenarios"
    folder.mkdir()
    for name in ("cycle.py", "pool.py", "__init__.py", "_common.py"):
        (folder / name).write_text("")
    scenario.check_known(project, "scenario", "cycle")
    with pytest.raises(LauncherError) as fault:
        scenario.check_known(project, "scenario", "circle")
    assert fault.value.remedy == "there are: cycle, pool"
    with pytest.raises(LauncherError, match="no bench is called"):
        scenario.check_known(project, "bench", "../scenarios/cycle")


def write_archive(file, *names):
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "content " * 100)


def test_a_whole_backup_passes_and_a_torn_one_does_not(tmp_path):
    file = tmp_path / "b.zip"
    write_archive(file, "dump.sql", "manifest.json", "filestore/0f/0f12")
    backup.check_archive(file)
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(LauncherError, match="cut short"):
        backup.check_archive(file)
    write_archive(file, "dump.sql")
    with pytest.raises(LauncherError, match="no whole backup"):
        backup.check_archive(file)


def test_demonstration_logins_come_from_their_file(project):
    assert start.logins(project) == [("admin", "admin", "administrator")]
    text = "# login password who\nlea pass1 coordinator of the hub\n\nmax pass2\n"
    (project.config / "demo_logins.txt").write_text(text)
    assert start.logins(project) == [
        ("lea", "pass1", "coordinator of the hub"),
        ("max", "pass2", ""),
    ]


def test_another_server_must_be_stopped_first(project, monkeypatch):
    facts = {"port": 8069, "database": "off"}
    monkeypatch.setattr(server, "state", lambda project: facts)

    class Args:
        port, database = 8069, "off"

    assert start._same_server(project, Args) == facts
    Args.database = "other"
    with pytest.raises(LauncherError, match="already served on port 8069"):
        start._same_server(project, Args)
