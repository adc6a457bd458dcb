"""Run what docker-compose.yml describes without containers, on free local ports."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from psycopg2 import sql
from support.scratch import LEAVE

import odoo
from odoo.tools import config

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "config" / "docker"
NGINX = ROOT / "config" / "nginx"
# Odoo starts its gevent server by the path of its own script, which "-m odoo" has not.
ODOO_SCRIPT = "import odoo.cli\n\nodoo.cli.main()\n"
START_SECONDS = 120
STOP_SECONDS = 20

NGINX_CONF = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/temp-body;
    proxy_temp_path {folder}/temp-proxy;
    fastcgi_temp_path {folder}/temp-fastcgi;
    uwsgi_temp_path {folder}/temp-uwsgi;
    scgi_temp_path {folder}/temp-scgi;
    include conf.d/*.conf;
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command, log, environ=None):
    """Run a server in a process group of its own; end the whole group in every case."""
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        _end_group(process)


def _end_group(process):
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        pass  # killed below, like whatever it leaves behind
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # nothing was left behind
    process.wait()


def wait_for(url, process, log, **options):
    """Return once the address answers; fail with the end of the log if it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(url, timeout=10, **options).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    tail = "\n".join(Path(log).read_text(errors="replace").splitlines()[-30:])
    raise AssertionError(f"{url} does not answer; {log} ends with:\n{tail}")


@contextmanager
def scratch_database(template, data_dir):
    """Give a copy of a database that nobody is connected to, with its filestore."""
    name = f"off_topology_{os.getpid()}"
    _drop_database(name)
    _execute("CREATE DATABASE {} TEMPLATE {}", name, template)
    try:
        files = Path(config["data_dir"]) / "filestore" / template
        if files.is_dir():
            shutil.copytree(files, Path(data_dir) / "filestore" / name)
        yield name
    finally:
        _drop_database(name)


def _drop_database(name):
    # WITH (FORCE) would fail while autovacuum is at work there.
    with _cursor("postgres") as cursor:
        cursor.execute(LEAVE.format(name))
    _execute("DROP DATABASE IF EXISTS {}", name)


def _execute(statement, *names):
    with _cursor("postgres") as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def _cursor(database):
    """Give a cursor outside of Odoo's pool, which would keep the connection."""
    _name, parameters = odoo.sql_db.connection_info_for(database)
    connection = psycopg2.connect(**parameters)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def install_missing(environ, modules):
    """Install those of the modules that the database does not have yet."""
    with _cursor(environ["PGDATABASE"]) as cursor:
        cursor.execute(
            "SELECT name FROM ir_module_module WHERE state = 'installed'"
            " AND name = ANY(%s)",
            [list(modules)],
        )
        missing = set(modules) - {name for (name,) in cursor.fetchall()}
    if missing:
        arguments = ["-i", ",".join(sorted(missing)), "--stop-after-init", "--no-http"]
        subprocess.run([*odoo_command(environ), *arguments], env=environ, check=True)


def odoo_environment(database, folder, **service):
    """Return the environment that a container of the compose file would have."""
    connection = {
        "PGHOST": config["db_host"],
        "PGPORT": config["db_port"],
        "PGUSER": config["db_user"],
        "PGPASSWORD": config["db_password"],
    }
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "ODOO_", "PYTEST_", "SESSION_DB"))
    }
    return (
        inherited
        | {name: str(value) for name, value in connection.items() if value}
        | {
            "PGDATABASE": database,
            "ODOO_RC": f"{folder}/odoo.conf",
            "ODOO_DATA_DIR": str(folder),
            "ODOO_ADDONS_PATH": ",".join(config["addons_path"]),
            "ODOO_HTTP_INTERFACE": "127.0.0.1",
            "ODOO_ADMIN_PASSWD": "not used: the database manager is closed",
            "SMTP_HOST": "localhost",
            "SMTP_PORT": "1",
            "SMTP_STARTTLS": "False",
            "SMTP_USER": "",
            "SMTP_PASSWORD": "none",
            "MAIL_FROM": "noreply@example.com",
            "MAIL_FROM_FILTER": "",
        }
        | {name: str(value) for name, value in service.items()}
    )


def odoo_command(environ):
    """Return what a container runs, entry point included."""
    script = Path(environ["ODOO_DATA_DIR"]) / "odoo"
    script.write_text(ODOO_SCRIPT, encoding="utf-8")
    return [sys.executable, str(DOCKER / "entrypoint.py"), sys.executable, str(script)]


@contextmanager
def odoo_server(environ, log):
    with running(odoo_command(environ), log, environ) as process:
        port = environ["ODOO_HTTP_PORT"]
        wait_for(f"http://127.0.0.1:{port}/web/health?db_server_status=1", process, log)
        yield process


def nginx_program():
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


def nginx_version(program):
    output = subprocess.run([program, "-v"], capture_output=True, text=True, check=True)
    numbers = re.search(r"nginx/([\d.]+)", output.stderr)[1]
    return tuple(map(int, numbers.split(".")))


def write_nginx(folder, mode, values):
    """Fill the project's templates as the image of nginx does when it starts."""
    written = folder / "conf.d"
    written.mkdir(parents=True)
    templates = {
        "common.conf": "common.conf",
        "locations.inc": "locations.inc",
        f"{mode}.conf": "default.conf",
    }
    for source, target in templates.items():
        text = (NGINX / f"{source}.template").read_text(encoding="utf-8")
        text = re.sub(r"\$\{(OFF_\w+)\}", lambda found: str(values[found[1]]), text)
        if nginx_version(nginx_program()) < (1, 25, 1):
            text = text.replace("http2 on;", "")  # a newer directive
        (written / target).write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(NGINX_CONF.format(folder=folder, user=user), encoding="utf-8")
    return main


@contextmanager
def nginx(folder, mode, values, health, **options):
    main = write_nginx(folder, mode, values)
    write_certificate(folder / "certs")
    command = [nginx_program(), "-c", str(main)]
    subprocess.run([*command, "-t", "-q"], check=True)
    log = folder / "nginx.log"
    with running(command, log) as process:
        wait_for(health, process, log, **options)
        yield process


def write_certificate(folder):
    """Write a certificate for localhost that signs itself."""
    folder.mkdir(parents=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
