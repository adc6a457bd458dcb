"""What holds for every test of the project. License AGPL-3.0 or later.

Odoo skips a browser test in silence where Chromium, websocket-client or the
HTTP server is missing. On a build machine that would pass for success.
"""

import os
import re

import pytest

BROWSER = re.compile(r"chrom|websocket|--odoo-http|browser", re.IGNORECASE)


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
