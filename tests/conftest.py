"""Fixtures of the tests that work on committed data."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from support.scratch import find_installation  # noqa: E402


@pytest.fixture(scope="session")
def installation(request):
    """Odoo and the databases that ``./off test`` made."""
    found = find_installation(request.config.getoption("--odoo-config", None))
    if not found:
        # A build machine always has them: a skip there would prove nothing.
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("needs the databases that ./off test makes")
    return found
