"""What holds for every test of the project. License AGPL-3.0 or later.

Odoo skips a browser test in silence where Chromium, websocket-client or the
HTTP server is missing. On a build machine that would pass for success.
"""

import os
import re
from pathlib import Path
from unittest import mock

import pytest

BROWSER = re.compile(r"chrom|websocket|--odoo-http|browser", re.IGNORECASE)

CONFIGS = "OFF_TEST_CONFIGS"
PATIENCE = 60  # seconds for a page, where Odoo's 12 are meant for a machine by itself


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_cmdline_main(config):
    """Give each process of pytest-xdist the database that the launcher made for it.

    pytest-odoo would copy one itself, yet has all of them share a filestore, which the
    tests that drop a database would then take away from all.
    """
    worker = getattr(config, "workerinput", None)
    if worker:
        number = int(worker["workerid"].removeprefix("gw"))
        file = os.environ[CONFIGS].split(os.pathsep)[number]
        config.option.odoo_config = file
        config.option.odoo_database = Path(file).stem
        os.environ.pop("PYTEST_XDIST_WORKER", None)  # by which pytest-odoo knows
    yield


@pytest.fixture(scope="session", autouse=True)
def patient_pages(request):
    """Tests side by side wait for each other: a page that takes longer is no fault."""
    if not hasattr(request.config, "workerinput"):
        yield
        return
    from odoo.tests.common import HttpCase

    url_open = HttpCase.url_open

    def patient(self, *args, **kwargs):
        if len(args) < 4:
            kwargs.setdefault("timeout", PATIENCE)
        return url_open(self, *args, **kwargs)

    with mock.patch.object(HttpCase, "url_open", patient):
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Begin with those that take minutes, lest one process end long after others."""
    if hasattr(config, "workerinput"):
        whole = config.rootpath / "tests"
        items.sort(key=lambda item: not item.path.is_relative_to(whole))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Fail a browser test that was skipped, where CI=true."""
    report = (yield).get_result()
    if os.environ.get("CI", "").lower() not in ("true", "1"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    if report.skipped and BROWSER.search(reason):
        report.outcome = "failed"
        report.longrepr = f"a browser test may not be skipped here: {reason}"
