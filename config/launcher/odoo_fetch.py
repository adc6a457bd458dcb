"""The two ways to fetch Odoo 19: Debian's package, or a clone."""

import shutil

from . import debian
from .errors import LauncherError
from .process import run

BRANCH = "19.0"
REPOSITORY = "https://github.com/odoo/odoo.git"

# Debian links these assets of Odoo to packages of their own.
OWN_SUITE = [
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-inconsolata",
    "fonts-roboto-unhinted",
    "fonts-ocr-b",
]
SID = ["odoo-19", "fonts-montserrat"]
DIST_PACKAGES = "usr/lib/python3/dist-packages"
# Debian drops this file, but a bundle names it: an empty one keeps the
# browser's console clean.
DROPPED = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
REMEDY = "check the connection, or set OFF_ODOO_SRC to an Odoo 19 tree"


def debian_can():
    """Return whether this machine can fetch from Debian."""
    tools = shutil.which("apt-get") and shutil.which("dpkg")
    return bool(tools and debian.mirrors())


def from_debian(tree, log, say):
    """Unpack Debian's Odoo 19 and the assets that it links to.

    :return: version and the folder to import from
    """
    mirror = debian.mirrors()[0]
    work = tree / ".download"
    work.mkdir()
    say("downloading from Debian")
    files = debian.download(mirror, mirror.suite, OWN_SUITE, work, log)
    files += debian.download(mirror, "sid", SID, work, log)
    say("unpacking")
    debian.unpack(files, tree, log)
    package = next(file for file in files if file.name.startswith("odoo-19_"))
    version = package.name.split("_")[1].replace("%3a", "-")
    dropped = tree / DIST_PACKAGES / "odoo" / "addons" / DROPPED
    dropped.parent.mkdir(parents=True, exist_ok=True)
    dropped.touch()
    shutil.rmtree(work)
    _check_font(tree)
    return version, DIST_PACKAGES


def _check_font(tree):
    """Raise unless the icon font is the series that Odoo draws with."""
    style = tree / "usr/share/fonts-font-awesome/css/font-awesome.css"
    if "Font Awesome 4.7" not in style.read_text(errors="replace")[:500]:
        raise LauncherError("Debian's Font Awesome is not 4.7", REMEDY)


def from_git(tree, log, say):
    """Clone Odoo's public repository, without its history.

    :return: version and the folder to import from
    """
    say("cloning Odoo's repository")
    what = "cloning Odoo"
    git = "install git (apt install git), or set OFF_ODOO_SRC to an Odoo 19 tree"
    remedy = REMEDY if shutil.which("git") else git
    clone = ["git", "clone", "--quiet", "--depth", "1", "--branch", BRANCH]
    run([*clone, REPOSITORY, tree / "source"], what, log, remedy=remedy)
    head = ["git", "-C", tree / "source", "rev-parse", "--short=10", "HEAD"]
    commit = run(head, what, log).strip()
    return f"{BRANCH}-{commit}", "source"
