"""Readers of the consortium's format that are not ours."""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from odoo.tools import config

SOURCE = Path(__file__).parent / "connector"
READER = "read.mjs"
PACKAGE = "node_modules/@datafoodconsortium/connector"
NPM_SECONDS = 300


def missing(reason):
    """Skip, or fail where nothing may be skipped."""
    if os.environ.get("CI", "").lower() in ("true", "1"):
        raise AssertionError(f"may not be skipped here: {reason}")
    raise unittest.SkipTest(reason)


def get_connector():
    """Folder with the consortium's connector, as its lock has it.

    It is installed once into the cache of the launcher, by the content of the lock.
    """
    if not shutil.which("node") or not shutil.which("npm"):
        missing("needs node and npm")
    lock = (SOURCE / "package-lock.json").read_bytes()
    name = f"dfc-connector-{hashlib.sha256(lock).hexdigest()[:12]}"
    cache = Path(os.environ.get("OFF_CACHE") or config["data_dir"])
    folder = cache / "npm" / name
    if not folder.exists():
        _install(folder)
    shutil.copy(SOURCE / READER, folder)
    return folder


def _free_memory():
    """Node reserves far more than it uses, and Odoo bounds what its children may."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _run(command, folder, seconds=60, **options):
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=seconds,
        preexec_fn=_free_memory,
        **options,
    )


def _install(folder):
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Another run may do the same: who is first to give it its name has made it.
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / name, made)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = _run(command, made, NPM_SECONDS)
        if done.returncode:
            missing(f"npm ci failed: {done.stderr[-500:]}")
        if not folder.exists():
            Path(made).rename(folder)
            Path(made).mkdir()


def read_with_connector(folder, document):
    """What the connector makes of a document: ``{id: what it found}``."""
    done = _run(["node", READER], folder, input=json.dumps(document))
    if done.returncode:
        raise AssertionError(f"the connector failed: {done.stderr[-2000:]}")
    return {found["id"]: found for found in json.loads(done.stdout)}


def read_context(folder):
    """The context of version 1.16, out of the connector's package."""
    script = (
        f'import context from "./{PACKAGE}/lib/context.js";'
        "process.stdout.write(JSON.stringify(context));"
    )
    command = ["node", "--input-type=module", "--eval", script]
    done = _run(command, folder, check=True)
    return json.loads(done.stdout)
