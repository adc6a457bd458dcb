"""The compose file, the proxy's templates and .env.example say the same thing.

What the compose specification demands beyond that, docker compose itself checks.
"""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
NGINX = ROOT / "config" / "nginx"
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]

# ${NAME}, ${NAME:-default} or ${NAME:?message}; "$$" is a dollar for the container.
VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>\w+)(?P<rule>[^}]*)\}")
SECRET = re.compile(r"PASSW|SECRET|TOKEN|_KEY$")


def variables():
    return {(found["name"], found["rule"]) for found in VARIABLE.finditer(TEXT)}


def example():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    settings = [line for line in lines if line and not line.startswith("#")]
    return dict(setting.split("=", 1) for setting in settings)


def environment(service):
    return SERVICES[service]["environment"]


def named_volumes():
    for service in SERVICES.values():
        for mount in service["volumes"]:
            source = mount.split(":")[0]
            if not source.startswith((".", "/", "$")):
                yield source


@pytest.fixture(params=sorted(SERVICES))
def service(request):
    return SERVICES[request.param]


def test_every_service_has_a_health_check_and_comes_back(service):
    assert service["healthcheck"]["test"]
    assert service["healthcheck"]["retries"]
    assert service["restart"] == "unless-stopped"


def test_every_image_is_pinned_by_tag(service):
    _image, _colon, tag = service["image"].rpartition(":")
    assert re.fullmatch(r"\d+(\.\d+)*", tag)


def test_our_image_is_built_on_a_pinned_image_of_odoo():
    dockerfile = (ROOT / SERVICES["odoo"]["build"]["dockerfile"]).read_text()
    assert "ARG ODOO_IMAGE=odoo:19.0\n" in dockerfile
    for line in re.findall(r"^COPY (.+) \S+$", dockerfile, re.MULTILINE):
        for source in line.split():
            assert (ROOT / source).exists(), source


def test_logs_cannot_fill_the_disk(service):
    options = service["logging"]["options"]
    assert options["max-size"] and options["max-file"]


def test_every_volume_is_declared_and_used():
    assert set(named_volumes()) == set(COMPOSE["volumes"])


@pytest.mark.parametrize("proxy", ["https", "http"])
def test_every_mounted_file_of_the_project_exists(proxy):
    text = TEXT.replace("${OFF_PROXY:-https}", proxy)
    mounted = re.findall(r"- (\./config/\S+?):", text)
    assert f"./config/nginx/{proxy}.conf.template" in mounted
    for source in mounted:
        assert (ROOT / source).is_file(), source


def test_every_secret_must_be_set_and_says_so():
    secrets = {(name, rule) for name, rule in variables() if SECRET.search(name)}
    assert secrets
    for name, rule in secrets:
        assert rule.startswith(f":?set {name} in .env"), name


def test_no_secret_is_written_down():
    settings = example()
    assert not [name for name in settings if SECRET.search(name) and settings[name]]
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if SECRET.search(name):
                assert VARIABLE.fullmatch(value), name


def test_the_example_names_every_variable_and_no_other():
    assert set(example()) == {name for name, _rule in variables()}


def test_the_example_repeats_the_defaults():
    settings = example()
    for name, rule in variables():
        if rule.startswith(":-"):
            assert settings[name] == rule.removeprefix(":-"), name
        else:
            assert rule.startswith(":?"), name
            assert settings[name] == "", name


def test_the_proxy_leads_to_ports_that_odoo_listens_on():
    ports = dict(
        re.findall(r"(ODOO_\w+_PORT)=(\d+)", (ROOT / "config/Dockerfile").read_text())
    )
    proxy = environment("proxy")
    assert proxy["OFF_ODOO_HTTP"] == f"odoo:{ports['ODOO_HTTP_PORT']}"
    assert proxy["OFF_ODOO_GEVENT"] == f"odoo:{ports['ODOO_GEVENT_PORT']}"
    assert set(SERVICES["proxy"]["networks"]) & set(SERVICES["odoo"]["networks"])


def test_the_proxy_publishes_the_ports_that_it_listens_on():
    published = {mapping.rpartition(":")[2] for mapping in SERVICES["proxy"]["ports"]}
    proxy = environment("proxy")
    assert published == {proxy["OFF_LISTEN_HTTP"], proxy["OFF_LISTEN_HTTPS"]}


def test_the_proxy_alone_is_reached_from_outside():
    assert [name for name, each in SERVICES.items() if "ports" in each] == ["proxy"]
    assert COMPOSE["networks"]["data"]["internal"]
    assert SERVICES["db"]["networks"] == SERVICES["replica"]["networks"] == ["data"]


def test_the_templates_of_the_proxy_get_their_values():
    used = {
        name
        for template in NGINX.glob("*.template")
        for name in re.findall(r"\$\{(\w+)\}", template.read_text(encoding="utf-8"))
    }
    given = {name for name in environment("proxy") if name.startswith("OFF_")}
    assert used == given


def test_old_versions_of_tls_are_refused():
    template = (NGINX / "https.conf.template").read_text(encoding="utf-8")
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in template


def test_jobs_run_in_one_service():
    assert environment("odoo")["ODOO_QUEUE_JOB_CHANNELS"] == "root:0"
    jobs = environment("jobs")
    assert jobs["ODOO_QUEUE_JOB_CHANNELS"] == f"root:{jobs['ODOO_WORKERS']}"
    assert environment("odoo")["ODOO_CRON_THREADS"] == "0"
    assert int(jobs["ODOO_CRON_THREADS"]) > 0


def test_the_replica_is_on_demand():
    on_demand = [name for name, each in SERVICES.items() if "profiles" in each]
    assert on_demand == ["replica"]
    assert SERVICES["replica"]["image"] == SERVICES["db"]["image"]
