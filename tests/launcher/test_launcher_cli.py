"""The command line: arguments, one-line errors, clean JSON."""

import ast
import importlib.machinery
import importlib.util
import json
import socket
import sys
from pathlib import Path

import pytest
from launcher import cli
from launcher.errors import LauncherError, from_os_error

ROOT = Path(__file__).resolve().parents[2]
# Whatever runs on this machine meanwhile: nobody listens on the last port.
START = ["start", "--port", "65535"]


@pytest.fixture
def entry():
    """Return the ``off`` script as a module."""
    loader = importlib.machinery.SourceFileLoader("off_entry", str(ROOT / "off"))
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    spec = importlib.util.spec_from_loader("off_entry", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    sys.dont_write_bytecode = before
    return module


@pytest.mark.parametrize(
    ("argv", "rest"),
    [
        (["test", "addons/one", "-k", "a and b"], ["addons/one", "-k", "a and b"]),
        (["test", "-x", "--keep", "mine", "tests"], ["-x", "tests"]),
        (["scenario", "cycle", "--orders", "5", "--json"], ["--orders", "5"]),
        (["bench", "close", "--seed", "3", "--size", "9"], ["--seed", "3", "--size"]),
        (["psql", "-c", "select 1"], ["-c", "select 1"]),
    ],
)
def test_what_other_programs_understand_is_passed_on_in_order(argv, rest):
    assert cli.parse(argv).rest[: len(rest)] == rest


def test_start_has_the_documented_defaults():
    args = cli.parse(["start"])
    assert (args.port, args.database, args.no_demo) == (8069, "off", False)
    assert args.interface == "127.0.0.1"


def test_an_unknown_option_of_a_strict_command_is_refused(off):
    done = off("start", "--prot", "80")
    assert done.returncode == 2
    assert "--prot" in done.stderr


def test_every_command_has_a_function():
    for name in cli.COMMANDS:
        module = __import__(f"launcher.{cli.COMMANDS[name][0]}", fromlist=["x"])
        assert callable(getattr(module, "scenario" if name == "bench" else name))


def test_the_entry_script_parses_on_old_pythons():
    ast.parse((ROOT / "off").read_text(), feature_version=(3, 4))


def test_an_old_python_is_told_what_to_install(entry):
    with pytest.raises(SystemExit) as stop:
        entry.check_python((3, 9, 2), "")
    assert "Python 3.11 or newer is needed, this is 3.9" in str(stop.value)
    assert "\n" not in str(stop.value)


def test_an_old_python_gives_way_to_a_newer_one_on_the_path(entry, tmp_path):
    newer = tmp_path / "python3.12"
    newer.write_text("#!/bin/sh\n")
    newer.chmod(0o755)
    assert entry.find_newer_python(f"/nowhere:{tmp_path}") == str(newer)
    assert entry.find_newer_python("/nowhere") is None


def test_an_error_is_one_line_even_if_its_cause_has_many():
    fault = LauncherError("a\n  b", "c\nd")
    assert fault.line() == "off: a b; c d"


def test_a_full_disk_is_explained():
    fault = from_os_error(OSError(28, "No space left on device", "/x/y"))
    assert fault.line().startswith("off: the disk is full (/x/y); free some space")


def test_a_port_in_use_is_one_line_that_names_who_holds_it(off):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = off("start", "--detach", "--port", str(port))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert f"port {port} is in use by python" in done.stderr
    assert f"--port {port + 1}" in done.stderr


def test_json_stays_alone_on_standard_output_also_when_it_fails(off):
    done = off("scenario", "no-such-thing", "--json")
    assert done.returncode == 1
    said = json.loads(done.stdout)
    assert said["ok"] is False and "no-such-thing" in said["error"]
    assert "Traceback" not in done.stderr


def test_doctor_prints_json(off):
    done = off("doctor", "--json")
    said = json.loads(done.stdout)
    rows = {row["name"]: row for row in said["checks"]}
    assert done.returncode == 1 and said["ok"] is False
    assert rows["Odoo 19"]["remedy"] == "./off start"


@pytest.mark.parametrize(
    ("arguments", "env", "what"),
    [
        (START, {"OFF_DATABASE_URL": "mysql://x/y"}, "not a PostgreSQL address"),
        (START, {"OFF_ODOO_SRC": "/nowhere"}, "not an Odoo 19 tree"),
        (["start", "--database", "A B"], {}, "no name for a database"),
        (["restore", "/nowhere.zip"], {}, "there is no file /nowhere.zip"),
        (["reset"], {}, "reset asks"),
        (START, {"OFF_HOME": "/proc/nowhere"}, "off: "),
    ],
)
def test_foreseeable_faults_come_before_long_work(off, tmp_path, arguments, env, what):
    (tmp_path / "off-home").mkdir()
    done = off(*arguments, **env)
    assert done.returncode == 1
    assert what in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_reset_spares_a_folder_that_is_not_ours(off, tmp_path):
    home = tmp_path / "off-home"
    home.mkdir()
    (home / "thesis.odt").write_text("years of work")
    done = off("reset", "--yes")
    assert done.returncode == 1 and "thesis.odt" in done.stderr
    assert (home / "thesis.odt").exists()


def test_reset_removes_what_was_made(off, tmp_path):
    home = tmp_path / "off-home"
    (home / "venv").mkdir(parents=True)
    assert off("reset", "--yes").returncode == 0
    assert not home.exists()
    assert "nothing to remove" in off("reset", "--yes").stdout


def test_stop_with_nothing_running_says_so(off):
    done = off("stop")
    assert (done.returncode, done.stdout.strip()) == (0, "nothing to stop")
