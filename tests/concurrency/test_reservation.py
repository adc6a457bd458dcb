"""The last units are sold once, whatever happens at the same time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("reserve.py")


def test_r12_twenty_buyers_of_ten_units_buy_exactly_ten(request):
    template = os.environ.get("OFF_TEMPLATE_DATABASE")
    configuration = request.config.getoption("--odoo-config")
    if not (template and configuration):
        # A build machine always has it: a skip there would prove nothing.
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("needs the database that ./off test makes")
    done = subprocess.run(
        [sys.executable, SCRIPT, configuration, template],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["outcomes"] == {"confirmed": 10, "sold out": 10}, done.stderr[-2000:]
    assert result["confirmed"] == 10
    assert result["reserved"] == 10
