"""Fixtures of the launcher's tests: no network, no Odoo, no PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from launcher.project import Project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path):
    """Return a project of its own, whose folders exist."""
    root = tmp_path / "checkout"
    for folder in ("addons", "config", "tests"):
        (root / folder).mkdir(parents=True)
    (root / "config" / "requirements.txt").write_text("one==1\n")
    (root / "config" / "requirements-test.txt").write_text("two==2\n")
    home = tmp_path / "home"
    made = Project(root, home, home)
    made.make_folders()
    return made


@pytest.fixture
def off(tmp_path):
    """Return a function that runs the real launcher in a home of its own."""

    # A test that gets further than it should fails at once without network.
    alone = {"OFF_HOME": str(tmp_path / "off-home"), "PIP_NO_INDEX": "1"}

    def run(*arguments, **env):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("OFF_", "PG"))}
        return subprocess.run(
            [sys.executable, ROOT / "off", *arguments],
            env={**kept, **alone, **env},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


@pytest.fixture
def said():
    """Collect what a step would show."""

    class Said(list):
        def __call__(self, text):
            self.append(text)

    return Said()
