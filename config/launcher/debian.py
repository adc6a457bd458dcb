"""Packages from the Debian mirror that this machine already uses.

Nothing is installed and root is not needed: apt gets a state folder of its
own, checks the signatures, downloads; dpkg unpacks.
"""

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .errors import LauncherError
from .process import run

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
BRANCHES = {"stable", "testing", "unstable", "sid", "oldstable"}


class Mirror(NamedTuple):
    """A Debian archive and the suite this machine takes from it."""

    uri: str
    suite: str


def _fields(stanza):
    """Return the fields of one deb822 stanza, keys in lower case."""
    fields, key = {}, None
    for line in stanza.splitlines():
        if line.startswith("#"):
            continue
        if line[:1].isspace() and key:
            fields[key] += " " + line.strip()
        elif ":" in line:
            key, _, value = line.partition(":")
            key = key.strip().lower()
            fields[key] = value.strip()
    return fields


def parse_deb822(text):
    """Return (uri, suite, components) of every entry of a .sources file."""
    entries = []
    for stanza in text.replace("\r", "").split("\n\n"):
        fields = _fields(stanza)
        if "deb" not in fields.get("types", "").split():
            continue
        if fields.get("enabled", "yes").lower() in ("no", "false", "0"):
            continue
        components = fields.get("components", "").split()
        for uri in fields.get("uris", "").split():
            for suite in fields.get("suites", "").split():
                entries.append((uri, suite, components))
    return entries


def parse_one_line(text):
    """Return (uri, suite, components) of every entry of a .list file."""
    entries = []
    for line in text.splitlines():
        line = line.partition("#")[0].strip()
        if not line.startswith("deb "):
            continue
        line = line[4:].strip()
        if line.startswith("["):
            line = line.partition("]")[2].strip()
        uri, suite, *components = line.split() + [""] * max(0, 2 - len(line.split()))
        entries.append((uri, suite, components))
    return entries


def _is_debian(uri, suite, components):
    """Tell the main archive from security updates and other vendors."""
    plain = suite.partition("/")[0]
    return (
        "debian" in uri.lower()
        and "security" not in uri + suite
        and "main" in components
        and not plain.endswith(("-updates", "-backports", "-proposed-updates"))
    )


def entries(etc=Path("/etc/apt")):
    """Return every entry of the machine's own apt sources."""
    parts = sorted((etc / "sources.list.d").glob("*"))
    found = []
    for file in [etc / "sources.list", *parts]:
        if file.suffix not in (".list", ".sources") or not file.is_file():
            continue
        parse = parse_deb822 if file.suffix == ".sources" else parse_one_line
        found += parse(file.read_text(encoding="utf-8", errors="replace"))
    return found


def codename(os_release=Path("/etc/os-release")):
    """Return the name of this Debian, or None on another system."""
    try:
        lines = os_release.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    if values.get("ID", "").strip('"') != "debian":
        return None
    return values.get("VERSION_CODENAME", "sid").strip('"')


def mirrors(etc=Path("/etc/apt"), os_release=Path("/etc/os-release")):
    """Return the Debian mirrors in use, the machine's own suite first."""
    name = codename(os_release)
    if not name:
        return []
    found = [
        Mirror(uri, suite)
        for uri, suite, components in entries(etc)
        if _is_debian(uri, suite, components) and (suite == name or suite in BRANCHES)
    ]
    return sorted(dict.fromkeys(found), key=lambda mirror: mirror.suite != name)


def sources_text(mirror, suite):
    """Return the apt source of one suite on a mirror."""
    signed = f"Signed-By: {KEYRING}\n" if os.path.exists(KEYRING) else ""
    return (
        f"Types: deb\nURIs: {mirror.uri}\nSuites: {suite}\nComponents: main\n{signed}"
    )


def apt_options(folder):
    """Return the options that keep apt inside a folder."""
    options = {
        "Dir::Etc::sourcelist": folder / "off.sources",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache::pkgcache": "",
        "Dir::Cache::srcpkgcache": "",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "APT::Get::List-Cleanup": "0",
    }
    if os.geteuid() == 0:
        # The unprivileged user that apt prefers cannot enter our folder.
        options["APT::Sandbox::User"] = "root"
    return [part for k, v in options.items() for part in ("-o", f"{k}={v}")]


def download(mirror, suite, packages, folder, log):
    """Download packages of one suite; return the files."""
    work = folder / suite
    (work / "lists" / "partial").mkdir(parents=True)
    (work / "off.sources").write_text(sources_text(mirror, suite))
    options = apt_options(work)
    what = f"Debian {suite}"
    run(["apt-get", *options, "-q", "update", "--error-on=any"], what, log)
    run(["apt-get", *options, "-q", "download", *packages], what, log, cwd=work)
    files = sorted(work.glob("*.deb"))
    if len(files) != len(packages):
        raise LauncherError(
            f"{what}: {len(files)} of {len(packages)} packages came",
            f"run the same command again; details in {log}",
        )
    return files


@contextmanager
def unpacked(project, packages, log):
    """Give a temporary folder with packages of the machine's own suite."""
    mirror = mirrors()[0]
    folder = Path(tempfile.mkdtemp(prefix="apt-", dir=project.home))
    try:
        unpack(download(mirror, mirror.suite, packages, folder, log), folder, log)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unpack(files, folder, log):
    """Unpack packages over one another."""
    for file in files:
        run(["dpkg", "-x", file, folder], f"unpacking {file.name}", log)
