"""Which PostgreSQL is used, and what it is told."""

import stat

import pytest
from launcher import libpq, odoo, postgres
from launcher.connection import Connection, from_env, parse_url
from launcher.errors import LauncherError
from launcher.odoo_source import OdooSource
from launcher.prepare import Setup


def test_an_address_is_taken_apart():
    found = parse_url(
        "postgresql://al%40ice:s%3Acret@db.example:6543/x?sslmode=require"
    )
    assert found == Connection("db.example", 6543, "al@ice", "s:cret", "require")


def test_an_address_may_name_a_socket():
    found = parse_url("postgresql://odoo@/off?host=/run/postgresql&port=5433")
    assert (found.host, found.port, found.user) == ("/run/postgresql", 5433, "odoo")


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("mysql://x/y", "not a PostgreSQL address"),
        ("postgresql://odoo@h:port/x", "wrong port"),
        ("postgresql://postgres@h/x", "which Odoo refuses"),
        ("postgresql://odoo@h/x?sslmode=maybe", "unknown sslmode"),
    ],
)
def test_a_wrong_address_is_one_line(url, what):
    with pytest.raises(LauncherError, match=what):
        parse_url(url)


def test_the_address_comes_before_the_pg_variables():
    env = {"OFF_DATABASE_URL": "postgresql://a@one/x", "PGHOST": "two"}
    assert from_env(env).host == "one"
    assert from_env({"PGHOST": "two", "PGUSER": "b", "PGPORT": "7"}) == Connection(
        "two", 7, "b"
    )
    assert from_env({}) is None


def test_foreign_variables_do_not_reach_the_embedded_server():
    base = {"PGDATABASE": "x", "PGSERVICE": "y", "ODOO_RC": "z", "HOME": "/h"}
    env = Connection("/sock", 5432, "odoo", embedded=True).env(base)
    assert env["PGHOST"] == "/sock" and env["HOME"] == "/h"
    assert not {"PGDATABASE", "PGSERVICE", "ODOO_RC", "PGPASSWORD"} & set(env)


def test_the_password_is_never_described():
    assert "secret" not in Connection("h", 1, "u", "secret").describe()


def test_a_socket_path_that_is_too_long_is_refused():
    postgres.check_socket("/" + "x" * 90)
    with pytest.raises(LauncherError, match="too long"):
        postgres.check_socket("/" + "é" * 50)


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ("f|170000|2", "may not create databases"),
        ("t|120000|2", "older than version 13"),
        ("t|170000|1", "lacks the extensions"),
    ],
)
def test_a_foreign_server_is_examined(project, monkeypatch, answer, what):
    monkeypatch.setattr(postgres.database, "query", lambda *args: answer)
    with pytest.raises(LauncherError, match=what):
        postgres.check_foreign(project, Connection("h", 5432, "odoo"))


@pytest.mark.parametrize(
    ("output", "remedy"),
    [
        ('FATAL:  password authentication failed for user "o"', "check user"),
        ("could not connect: Connection refused\nIs the server running", "start it"),
        ('FATAL:  no pg_hba.conf entry for host "1.2.3.4"', "pg_hba.conf"),
    ],
)
def test_a_refusal_has_its_remedy(output, remedy):
    fault = libpq.refusal(Connection("h", 5432, "odoo"), output)
    assert remedy in fault.remedy and "\n" not in fault.line()


def test_a_stale_pid_file_is_forgotten(project):
    import os

    project.pgdata.mkdir()
    file = project.pgdata / "postmaster.pid"
    # A process that lives, but is no PostgreSQL: this one.
    file.write_text(f"{os.getpid()}\n{project.pgdata}\n1\n5432\n/tmp\n\n0 0\nready\n")
    assert postgres.running(project) is None
    assert postgres.stop(project) is False
    postgres._forget_stale_pid(project)
    assert not file.exists()


def test_the_configuration_is_private_and_closed(project, tmp_path):
    server = Connection("h", 5432, "odoo", "s%cret")
    setup = Setup(OdooSource("x", tmp_path / "odoo", "1"), server)
    file = odoo.write_config(project, setup, "t.conf", "mine", http_port=8100)
    text = file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for line in (
        "list_db = False",
        "dbfilter = ^mine$",
        "server_wide_modules = base,rpc,web,queue_job",
        "http_interface = 127.0.0.1",
        "http_port = 8100",
        "db_password = s%%cret",
        "channels = root:0",
    ):
        assert line in text.splitlines()
    secret = odoo.admin_secret(project)
    assert len(secret) > 20 and f"admin_passwd = {secret}" in text
    assert odoo.admin_secret(project) == secret
