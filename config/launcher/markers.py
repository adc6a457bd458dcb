"""Small files that say what is complete, and locks between two launchers."""

import fcntl
import hashlib
import json
import os
import sys
import time
from contextlib import contextmanager

from .errors import LauncherError

PATIENCE = 900  # seconds; the longest set-up on a slow line


def write_atomically(path, text, mode=0o644):
    """Write a file whole or not at all."""
    partial = path.with_name(f"{path.name}.partial-{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(partial, path)


def read_json(path):
    """Return the content of a marker; a missing or torn one is empty."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_json(path, content):
    """Write a marker."""
    write_atomically(path, json.dumps(content, indent=1, sort_keys=True) + "\n")


def digest(*paths):
    """Return the checksum of some files' content."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
        total.update(b"\0")
    return total.hexdigest()


def _holder(path):
    try:
        return path.read_text(encoding="utf-8").strip() or "another process"
    except OSError:
        return "another process"


def _take(stream, path, patience):
    """Take the lock, waiting for at most ``patience`` seconds."""
    deadline = time.monotonic() + patience
    told = False
    while True:
        try:
            return fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise LauncherError(
                    f"another ./off is at work ({_holder(path)})",
                    "wait until it is done, or stop it",
                ) from None
        if not told:
            print(f"off: waiting for {_holder(path)}", file=sys.stderr, flush=True)
            told = True
        time.sleep(0.2)


@contextmanager
def lock(path, purpose, patience=None):
    """Hold a lock file; the system releases it when the process dies.

    :param purpose: what this process is doing, shown to the one that waits
    :param patience: seconds to wait for another holder
    :raise LauncherError: if the other one is not done in time
    """
    if patience is None:
        patience = float(os.environ.get("OFF_LOCK_WAIT", PATIENCE))
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8") as stream:
        _take(stream, path, patience)
        stream.truncate(0)
        stream.write(f"{purpose}, process {os.getpid()}")
        stream.flush()
        yield
