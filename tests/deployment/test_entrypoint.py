"""How a container makes its odoo.conf."""

import configparser
import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

DOCKER = Path(__file__).resolve().parents[2] / "config" / "docker"


@pytest.fixture(scope="module")
def entrypoint():
    spec = importlib.util.spec_from_file_location(
        "off_docker_entrypoint", DOCKER / "entrypoint.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_values_are_taken_as_they_are(entrypoint):
    text = entrypoint.render("password = ${A}", {"A": "100%d $B ${C};#"})
    assert text == "password = 100%d $B ${C};#"


def test_a_missing_variable_is_named(entrypoint):
    with pytest.raises(entrypoint.ConfigurationError, match="SMTP_HOST is not set"):
        entrypoint.render("smtp_server = ${SMTP_HOST}", {})


def test_a_value_cannot_add_an_option(entrypoint):
    with pytest.raises(entrypoint.ConfigurationError, match="A must be a single line"):
        entrypoint.render("password = ${A}", {"A": "x\nlist_db = True"})


def test_the_address_of_the_sessions_is_quoted(entrypoint):
    derived = entrypoint.with_derived(
        {
            "PGHOST": "db",
            "PGPORT": "5432",
            "PGUSER": "odoo",
            "PGPASSWORD": "p@ss/word",
            "ODOO_SESSION_DATABASE": "odoo_sessions",
        }
    )
    expected = "postgres://odoo:p%40ss%2Fword@db:5432/odoo_sessions"
    assert derived["SESSION_DB_URI"] == expected


def test_nothing_is_derived_from_empty_settings(entrypoint):
    derived = entrypoint.with_derived(
        {"ODOO_DB_REPLICA_HOST": "", "ODOO_SESSION_DATABASE": ""}
    )
    assert not {"PGHOST_REPLICA", "SESSION_DB_URI"} & set(derived)


def test_the_command_runs_with_a_private_configuration(entrypoint, tmp_path):
    template = (DOCKER / "odoo.conf.template").read_text(encoding="utf-8")
    names = [part.split("}")[0] for part in template.split("${")[1:]]
    config = tmp_path / "odoo.conf"
    environ = {name: f"value of {name}" for name in names}
    done = subprocess.run(
        [sys.executable, DOCKER / "entrypoint.py", "sh", "-c", "echo $PGHOST_REPLICA"],
        env=os.environ
        | environ
        | {
            "ODOO_RC": str(config),
            "ODOO_HTTP_PORT": "0",
            "ODOO_DB_REPLICA_HOST": "replica",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "replica\n"
    assert config.stat().st_mode & 0o777 == 0o600
    options = configparser.RawConfigParser()
    options.read(config)
    assert options.get("options", "smtp_password") == "value of SMTP_PASSWORD"


TAKES_OVER = """
import os, socket
assert (os.environ["LISTEN_FDS"], os.environ["LISTEN_PID"]) == ("1", str(os.getpid()))
taken = socket.fromfd(3, socket.AF_INET, socket.SOCK_STREAM)
waiting = [socket.create_connection(taken.getsockname(), 5) for _ in range(200)]
accepted = [taken.accept() for _ in waiting]
try:
    taken.accept()
except BlockingIOError:
    print(len(accepted))
"""


@pytest.mark.parametrize("opened", [0, 3])
def test_many_may_wait_for_a_worker(tmp_path, opened):
    """Odoo itself lets eight wait for each worker.

    :param opened: how many files are open before, so that the socket comes later
    """
    template = (DOCKER / "odoo.conf.template").read_text(encoding="utf-8")
    names = [part.split("}")[0] for part in template.split("${")[1:]]
    files = [os.open(os.devnull, os.O_RDONLY) for _number in range(opened)]
    ended = subprocess.run(
        [sys.executable, DOCKER / "entrypoint.py", sys.executable, "-c", TAKES_OVER],
        env=os.environ
        | dict.fromkeys(names, "x")
        | {
            "ODOO_RC": str(tmp_path / "odoo.conf"),
            "ODOO_HTTP_INTERFACE": "127.0.0.1",
            "ODOO_HTTP_PORT": "0",
        },
        pass_fds=files,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    for one in files:
        os.close(one)
    assert (ended.stdout, ended.stderr) == ("200\n", "")


def test_a_taken_address_is_left_to_odoo(entrypoint):
    with socket.create_server(("127.0.0.1", 0)) as other:
        assert entrypoint.open_socket(*other.getsockname()) == {}
