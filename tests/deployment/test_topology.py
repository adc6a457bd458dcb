"""The shape of production, run natively: Odoo with workers and its gevent port, and a
service for jobs, behind nginx, all with the files that docker-compose.yml uses."""

import os
import re
import time
from contextlib import ExitStack

import psycopg2
import pytest
import requests
import topology
import websocket

CLIENT = "203.0.113.7"  # an address of the documentation network
MEBIBYTE = 1024 * 1024


def unavailable(reason):
    """Skip, or fail where nothing may be skipped."""
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(reason)
    pytest.skip(reason)


class Proxy:
    """One nginx and how to reach it."""

    def __init__(self, scheme, port, verify=True):
        self.scheme = scheme
        self.netloc = f"localhost:{port}"
        self.base = f"{scheme}://{self.netloc}"
        self.verify = verify

    def get(self, path, **options):
        return self.session().get(self.base + path, timeout=60, **options)

    def session(self):
        session = requests.Session()
        session.verify = self.verify
        session.trust_env = False
        return session


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    template = os.environ.get("OFF_TEMPLATE_DATABASE")
    if not template:
        unavailable("OFF_TEMPLATE_DATABASE names no database to copy")
    if not topology.nginx_program():
        unavailable("nginx is not installed (Debian: apt install nginx-light)")
    data_dir = tmp_path_factory.mktemp("odoo")
    with ExitStack() as stack:
        try:
            copy = topology.scratch_database(template, data_dir)
            name = stack.enter_context(copy)
        except psycopg2.errors.ObjectInUse:
            unavailable(f"others are connected to {template}, it cannot be copied")
        yield name, data_dir


def service(database, **settings):
    """Return the environment of one service, on ports of its own."""
    name, data_dir = database
    ports = {
        "ODOO_HTTP_PORT": topology.free_port(),
        "ODOO_GEVENT_PORT": topology.free_port(),
    }
    return topology.odoo_environment(name, data_dir, **ports, **settings)


@pytest.fixture(scope="module")
def odoo_web(database):
    """The service that answers people: its ports and its log."""
    environ = service(
        database,
        ODOO_WORKERS=2,
        ODOO_CRON_THREADS=0,
        ODOO_LIMIT_TIME_CPU=120,
        ODOO_LIMIT_TIME_REAL=240,
        ODOO_QUEUE_JOB_CHANNELS="root:0",
    )
    # The pages need a website; jobs need their table.
    topology.install_missing(environ | {"ODOO_WORKERS": "0"}, ["website", "queue_job"])
    log = database[1] / "odoo.log"
    with topology.odoo_server(environ, log) as process:
        gevent_port = environ["ODOO_GEVENT_PORT"]
        health = f"http://127.0.0.1:{gevent_port}/websocket/health"
        topology.wait_for(health, process, log)
        yield environ["ODOO_HTTP_PORT"], gevent_port, log


def proxy_values(odoo_web, folder):
    http_port, gevent_port, _log = odoo_web
    return {
        "OFF_ODOO_HTTP": f"127.0.0.1:{http_port}",
        "OFF_ODOO_GEVENT": f"127.0.0.1:{gevent_port}",
        "OFF_RESOLVER": "127.0.0.1",
        "OFF_LISTEN_HTTP": topology.free_port(),
        "OFF_LISTEN_HTTPS": topology.free_port(),
        "OFF_CACHE_FOLDER": folder / "cache",
        "OFF_TRUSTED_PROXY": "127.0.0.1",
    }


@pytest.fixture(scope="module")
def plain_port_and_proxy(odoo_web, tmp_path_factory):
    """The proxy that ends TLS, and its plain port."""
    folder = tmp_path_factory.mktemp("https")
    values = proxy_values(odoo_web, folder)
    verify = str(folder / "certs" / "fullchain.pem")
    proxy = Proxy("https", values["OFF_LISTEN_HTTPS"], verify)
    health = f"{proxy.base}/proxy-health"
    with topology.nginx(folder, "https", values, health, verify=verify):
        yield values["OFF_LISTEN_HTTP"], proxy


@pytest.fixture(scope="module")
def proxy(plain_port_and_proxy):
    return plain_port_and_proxy[1]


@pytest.fixture(scope="module")
def inner_proxy(odoo_web, tmp_path_factory):
    """The proxy that stands behind another one."""
    folder = tmp_path_factory.mktemp("http")
    values = proxy_values(odoo_web, folder)
    inner = Proxy("http", values["OFF_LISTEN_HTTP"])
    with topology.nginx(folder, "http", values, f"{inner.base}/proxy-health"):
        yield inner


def sitemap_address(response):
    """Return the address that Odoo believes it is reached at."""
    return re.search(r"^Sitemap: (\S+)$", response.text, re.MULTILINE)[1]


def fail_to_log_in(proxy, login, **options):
    session = proxy.session()
    page = session.get(f"{proxy.base}/web/login", timeout=60, **options)
    assert page.status_code == 200
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    form = {"csrf_token": token, "login": login, "password": "wrong"}
    return session.post(f"{proxy.base}/web/login", data=form, timeout=60, **options)


def test_the_home_page_answers(proxy):
    response = proxy.get("/")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/html")


def test_plain_http_leads_to_https(plain_port_and_proxy):
    port, _proxy = plain_port_and_proxy
    address = f"http://localhost:{port}/shop?page=2"
    response = requests.get(address, allow_redirects=False, timeout=10)
    assert response.status_code == 301
    assert response.headers["Location"] == "https://localhost/shop?page=2"


def test_a_websocket_reaches_the_gevent_port(proxy):
    connection = websocket.create_connection(
        f"wss://{proxy.netloc}/websocket",
        origin=proxy.base,
        sslopt={"ca_certs": proxy.verify},
        timeout=30,
    )
    try:
        assert connection.getstatus() == 101
        connection.ping()
        assert connection.recv_frame().opcode == websocket.ABNF.OPCODE_PONG
    finally:
        connection.close()


def test_static_files_are_cached(proxy):
    address = "/web/static/img/favicon.ico"
    first, second = proxy.get(address), proxy.get(address)
    assert first.content == second.content
    for response in (first, second):
        assert response.status_code == 200
        assert "max-age=604800" in response.headers["Cache-Control"]
    assert second.headers["X-Cache-Status"] == "HIT"


def test_bundles_are_cached_for_good(proxy):
    bundle = re.search(r'href="(/web/assets/[^"]+\.css)"', proxy.get("/").text)[1]
    response = proxy.get(bundle)
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Encoding"] == "gzip"


def test_pages_are_not_cached_by_the_proxy(proxy):
    assert "X-Cache-Status" not in proxy.get("/").headers


def test_odoo_knows_the_address_of_the_browser(proxy):
    response = proxy.get("/robots.txt")
    assert sitemap_address(response) == f"{proxy.base}/sitemap.xml"


def test_a_client_cannot_claim_another_address(proxy, odoo_web):
    claims = {"X-Forwarded-Host": "shop.example", "X-Forwarded-Proto": "http"}
    response = proxy.get("/robots.txt", headers=claims)
    assert sitemap_address(response) == f"{proxy.base}/sitemap.xml"
    fail_to_log_in(proxy, "liar@example.com", headers={"X-Forwarded-For": CLIENT})
    assert "login:liar@example.com from 127.0.0.1" in odoo_web[-1].read_text()


def test_the_trusted_proxy_says_who_the_client_is(inner_proxy, odoo_web):
    said = {"X-Forwarded-For": CLIENT, "X-Forwarded-Proto": "https"}
    response = inner_proxy.get("/robots.txt", headers=said)
    assert sitemap_address(response) == f"https://{inner_proxy.netloc}/sitemap.xml"
    fail_to_log_in(inner_proxy, "far@example.com", headers=said)
    assert f"login:far@example.com from {CLIENT}" in odoo_web[-1].read_text()


def test_the_login_page_works(proxy):
    response = fail_to_log_in(proxy, "nobody@example.com")
    assert response.status_code == 200
    assert "alert-danger" in response.text


def test_large_files_pass(proxy):
    files = {"ufile": ("catalogue.csv", b"x" * (20 * MEBIBYTE))}
    response = proxy.session().post(f"{proxy.base}/web/login", files=files, timeout=120)
    # Odoo read the file and then missed the form's token.
    assert response.status_code == 400


def test_too_large_files_are_refused_at_once(proxy):
    def one_byte():
        yield b"x"

    request = requests.Request("POST", f"{proxy.base}/web/login", data=one_byte())
    prepared = request.prepare()
    del prepared.headers["Transfer-Encoding"]
    prepared.headers["Content-Length"] = str(200 * MEBIBYTE)
    session = proxy.session()
    answer = session.send(prepared, timeout=10, verify=proxy.verify)
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/", "/web/login", "/web/static/img/favicon.ico"])
def test_security_headers_are_sent_once(proxy, path):
    headers = proxy.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] in ("SAMEORIGIN", "DENY")
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert not re.search(r"\d", headers["Server"])


def test_the_outer_proxy_decides_about_strict_transport(inner_proxy):
    assert "Strict-Transport-Security" not in inner_proxy.get("/").headers


@pytest.mark.parametrize(
    "path", ["/queue_job/runjob?job_uuid=1", "/web/database/manager"]
)
def test_what_is_for_the_inside_is_not_served(proxy, path):
    assert proxy.get(path).status_code == 404


def test_only_the_service_for_jobs_runs_them(database, odoo_web):
    name, data_dir = database
    environ = service(
        database,
        ODOO_RC=data_dir / "jobs.conf",
        ODOO_WORKERS=2,
        ODOO_CRON_THREADS=1,
        ODOO_LIMIT_TIME_CPU=3600,
        ODOO_LIMIT_TIME_REAL=3600,
        ODOO_QUEUE_JOB_CHANNELS="root:2",
        ODOO_QUEUE_JOB_HOST="localhost",
    )
    log = data_dir / "jobs.log"
    ready = f"queue job runner ready for db {name}"
    with topology.odoo_server(environ, log) as process:
        deadline = time.monotonic() + 30
        while ready not in log.read_text() and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.2)
    assert ready in log.read_text()
    assert "jobrunner.runner: starting" not in odoo_web[-1].read_text()
