"""On a build machine a skipped browser test is a failure."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest
import unittest

class TestBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise unittest.SkipTest("Chrome executable not found")

    def test_order(self):
        pass

@pytest.mark.skip(reason="the data folder is absent")
def test_data():
    pass
"""


@pytest.mark.parametrize(
    ("ci", "status", "summary"), [("true", 1, "1 error"), ("", 0, "2 skipped")]
)
def test_a_skipped_browser_test_fails_where_ci_is_set(tmp_path, ci, status, summary):
    shutil.copy(ROOT / "conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:odoo", "-q", "test_it.py"],
        cwd=tmp_path,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout
    assert summary in done.stdout
    assert "1 skipped" in done.stdout or not ci
