"""What the project's own add-ons are, need and contain."""

import ast
import hashlib
import os
from fnmatch import fnmatch

from .errors import LauncherError

# Not loaded into a database, so no reason to install again.
UNLOADED = ("tests/*", "static/description/*", "readme/*", "README*", "*.pot", "*.pyc")
# Served from disk, so no reason to update a module either.
SERVED = ("static/*",)
# Fills a new database with people at work; no part of what they work with.
DEMONSTRATION = "off_federation_demo"


def own_addons(folder):
    """Return {name: manifest} of the installable add-ons in a folder.

    The demonstration is left out: only ``start`` wants it, in a new database.
    """
    found = {}
    for file in sorted(folder.glob("*/__manifest__.py")):
        try:
            manifest = ast.literal_eval(file.read_text(encoding="utf-8"))
        except (ValueError, SyntaxError) as error:
            raise LauncherError(
                f"{file.relative_to(folder.parent)} is no manifest: {error}",
                "correct the file",
            ) from None
        if manifest.get("installable", True) and file.parent.name != DEMONSTRATION:
            found[file.parent.name] = manifest
    return found


def external_depends(manifests):
    """Return the modules of others that our add-ons need, sorted."""
    needed = {name for m in manifests.values() for name in m.get("depends", ["base"])}
    return sorted((needed | {"base", "web"}) - set(manifests))


def _files(folder, skipped):
    """Return the relative paths of an add-on's files that count, sorted."""
    found = []
    for here, names, files in os.walk(folder):
        names[:] = [name for name in names if name != "__pycache__"]
        for name in files:
            path = os.path.relpath(os.path.join(here, name), folder)
            if not any(fnmatch(path, pattern) for pattern in skipped):
                found.append(path)
    return sorted(found)


def content_hash(folders, skipped=UNLOADED):
    """Return one checksum of the files of several add-ons."""
    total = hashlib.sha256()
    for folder in sorted(folders):
        for path in _files(folder, skipped):
            total.update(f"{folder.name}/{path}\0".encode())
            total.update(hashlib.sha256((folder / path).read_bytes()).digest())
    return total.hexdigest()


def code_hash(project):
    """Return the checksum that says whether a database fits the code."""
    folders = [project.addons / name for name in own_addons(project.addons)]
    return content_hash(folders, UNLOADED + SERVED)
