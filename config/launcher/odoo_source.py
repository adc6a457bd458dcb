"""Where Odoo 19 comes from, in order of preference.

1. ``OFF_ODOO_SRC``, a tree the user points to
2. the cache, if its content still has the recorded checksum
3. Debian's package, through the mirror this machine uses
4. a shallow clone of branch 19.0 of Odoo's public repository
"""

import hashlib
import os
import re
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from . import odoo_fetch
from .errors import LauncherError
from .markers import lock, read_json, write_json

MARKER = "off-complete.json"
PARTIAL = "partial-"


@dataclass(frozen=True)
class OdooSource:
    """An Odoo tree that can be imported.

    :param origin: where it came from, for people
    :param folder: what goes on Python's path
    :param version: tells two trees apart
    """

    origin: str
    folder: Path
    version: str

    @property
    def addons_paths(self):
        """Return the folders of Odoo's own add-ons that exist."""
        candidates = (self.folder / "odoo" / "addons", self.folder / "addons")
        return [path for path in candidates if any(path.glob("*/__manifest__.py"))]


def release(folder):
    """Return the series in a tree's release file, or None."""
    try:
        text = (folder / "odoo" / "release.py").read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r"version_info = \((\d+), (\d+), (\d+)", text)
    return ".".join(found.groups()) if found else None


def check_series(folder, name):
    """Raise unless a folder holds Odoo 19."""
    found = release(folder)
    if not found or not found.startswith("19."):
        raise LauncherError(
            f"{name} is not an Odoo 19 tree ({folder})",
            "give the folder that holds odoo/release.py of series 19.0",
        )


def from_user(value):
    """Return the tree that OFF_ODOO_SRC names."""
    folder = Path(value).expanduser().absolute()
    for candidate in (folder, folder / "usr/lib/python3/dist-packages"):
        if release(candidate):
            folder = candidate
            break
    check_series(folder, "OFF_ODOO_SRC")
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:8]
    version = f"{release(folder)}-{mark}-{_head(folder)}"
    return OdooSource("OFF_ODOO_SRC", folder, version)


def _head(folder):
    """Return something that changes when a user's tree is updated."""
    log = folder / ".git" / "logs" / "HEAD"
    try:
        return log.read_text().splitlines()[-1].split()[1][:10]
    except (OSError, IndexError):
        return str(int((folder / "odoo" / "release.py").stat().st_mtime))


def checksum(tree):
    """Return the checksum of names, sizes, links and content of a tree."""
    total = hashlib.sha256()
    for folder, names, files in os.walk(tree):
        names[:] = sorted(name for name in names if name not in SKIPPED)
        for name in sorted(files):
            path = os.path.join(folder, name)
            if name == MARKER or name.endswith(".pyc"):
                continue
            total.update(os.path.relpath(path, tree).encode() + b"\0")
            if os.path.islink(path):
                total.update(os.readlink(path).encode())
            else:
                with open(path, "rb") as stream:
                    total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()


SKIPPED = {"__pycache__", ".git"}


def from_cache(project, say):
    """Return the newest whole tree of the cache, or None.

    The checksum takes seconds, so each checkout verifies a tree once; a
    damaged one is removed, and fetched again by what comes next.
    """
    seen_file = project.run / "odoo.json"
    seen = read_json(seen_file)
    for marker in sorted(project.odoo_store.glob(f"[!.]*/{MARKER}"), reverse=True):
        tree, facts = marker.parent, read_json(marker)
        folder = tree / facts.get("folder", "")
        if not facts.get("checksum") or not release(folder):
            continue
        if seen.get(str(tree)) != facts["checksum"]:
            say("verifying the copy in the cache")
            if checksum(tree) != facts["checksum"]:
                say("the copy in the cache is damaged, fetching it again")
                _discard(tree)
                continue
            write_json(seen_file, {str(tree): facts["checksum"]})
        return OdooSource(f"cache, from {facts['origin']}", folder, facts["version"])
    return None


def _discard(tree):
    """Remove a tree in such a way that half of it never looks whole."""
    doomed = tree.with_name(f".{PARTIAL}{tree.name}-{time.time_ns()}")
    tree.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def dangling_links(tree):
    """Return the links of a tree that lead nowhere."""
    return [
        path
        for folder, names, files in os.walk(tree)
        for path in (Path(folder, name) for name in names + files)
        if path.is_symlink() and not path.exists()
    ]


def seal(tree, version, origin, folder):
    """Check an unpacked tree and mark it complete."""
    check_series(tree / folder, origin)
    dangling = dangling_links(tree)
    if dangling:
        raise LauncherError(
            f"Odoo from {origin}: {len(dangling)} links lead nowhere, {dangling[0]}",
            "run the same command again, or set OFF_ODOO_SRC to an Odoo 19 tree",
        )
    facts = {"version": version, "origin": origin, "folder": str(folder)}
    write_json(tree / MARKER, {**facts, "checksum": checksum(tree)})


def fetchers(project):
    """Return the ways to fetch Odoo on this machine, the best first."""
    log = project.log / "setup.log"
    ways = [("git", odoo_fetch.from_git)]
    if odoo_fetch.debian_can():
        ways.insert(0, ("Debian", odoo_fetch.from_debian))
    return [(name, lambda tree, say, f=f: f(tree, log, say)) for name, f in ways]


def fetch(project, say, ways):
    """Fetch Odoo by the first way that works.

    :param ways: pairs of a name and a function that fills a folder and
        returns version and subfolder
    """
    faults = []
    for name, way in ways:
        tree = Path(tempfile.mkdtemp(prefix=f".{PARTIAL}", dir=project.odoo_store))
        try:
            version, folder = way(tree, say)
            say("checking the copy")
            seal(tree, version, name, folder)
            tree.chmod(0o755)
            tree.rename(project.odoo_store / version)
            return
        except LauncherError as fault:
            faults.append(fault)
        finally:
            shutil.rmtree(tree, ignore_errors=True)
    what = " · ".join(fault.what for fault in faults)
    raise LauncherError(f"Odoo 19 could not be fetched: {what}", faults[0].remedy)


def ensure_odoo(project, say, env=os.environ, ways=None):
    """Return an Odoo 19 tree, fetching it if there is none."""
    if env.get("OFF_ODOO_SRC"):
        return from_user(env["OFF_ODOO_SRC"])
    project.odoo_store.mkdir(parents=True, exist_ok=True)
    with lock(project.odoo_store / "off.lock", "fetching Odoo 19"):
        for left in project.odoo_store.glob(f".{PARTIAL}*"):
            shutil.rmtree(left, ignore_errors=True)
        found = from_cache(project, say)
        if found:
            return found
        fetch(project, say, ways or fetchers(project))
        found = from_cache(project, lambda text: None)
    return OdooSource(
        found.origin.removeprefix("cache, from "), found.folder, found.version
    )
