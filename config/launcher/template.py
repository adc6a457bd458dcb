"""Cached databases that tests and scenarios are copied from.

Two tiers: what others wrote, which seldom changes, and on top of it our
add-ons. Each is named by what it was made of, so a name that exists fits.
"""

import hashlib
import os

from . import addons, database, odoo
from .markers import digest, read_json, write_json
from .process import started_at

KEPT = 2


def _short(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]


def keys(project, version):
    """Return the names of the two tiers for the code as it is now."""
    manifests = addons.own_addons(project.addons)
    depends = addons.external_depends(manifests)
    libraries = digest(project.config / "requirements.txt")
    below = _short(version, libraries, odoo.TEST_LANGUAGES, *depends)
    folders = [project.addons / name for name in manifests]
    ours = _short(below, addons.content_hash(folders))
    return f"off_t1_{project.key}_{below}", f"off_t2_{project.key}_{ours}"


def ensure(project, setup, say):
    """Return the name of the template with our add-ons, made if need be."""
    below, ours = keys(project, setup.source.version)
    manifests = addons.own_addons(project.addons)
    if not _is_there(project, setup, ours):
        if not _is_there(project, setup, below):
            depends = addons.external_depends(manifests)
            _build(project, setup, below, None, depends, say)
        _build(project, setup, ours, below, sorted(manifests), say)
        say("built")
        if keys(project, setup.source.version)[1] != ours:
            # The code was edited meanwhile: good for this run, not for another.
            write_json(_mark(project, ours), {})
    else:
        say("unchanged")
    for name in (below, ours):
        if _mark(project, name).exists():
            os.utime(_mark(project, name))
    drop_old(project, setup)
    return ours


def _mark(project, name):
    """Return the file that says a template's filestore is here too."""
    return project.home / "templates" / name


def _is_there(project, setup, name):
    made = read_json(_mark(project, name)).get("made")
    return bool(made) and database.exists(project, setup.server, name)


def _build(project, setup, name, source, modules, say):
    """Build a template under a working name, then give it its own."""
    working = name + database.BUILDING
    database.drop(project, setup.server, working)
    database.drop(project, setup.server, name)
    say(f"installing {odoo.shorten(modules)}" if modules else "nothing to install")
    database.create(project, setup.server, working, source, scratch=True)
    if modules:
        odoo.change(project, setup, working, modules, "-i", odoo.TEST_LANGUAGES)
    if source:
        say("building the web assets")
        what = "building the web assets"
        odoo.script(project, setup, working, "pregenerate_assets.py", what)
    database.rename(project, setup.server, working, name)
    _mark(project, name).parent.mkdir(exist_ok=True)
    write_json(_mark(project, name), {"made": modules})
    if not modules:
        write_json(_mark(project, name), {"made": ["nothing"]})


def drop_old(project, setup, kept=KEPT):
    """Drop all but the newest templates of each tier, and unfinished ones."""
    for tier in ("off_t1_", "off_t2_"):
        marks = (project.home / "templates").glob(f"{tier}*")
        marks = sorted(marks, key=lambda mark: mark.stat().st_mtime, reverse=True)
        for mark in marks[kept:]:
            database.drop(project, setup.server, mark.name)
            mark.unlink()
        for name in database.named_like(project, setup.server, tier + project.key):
            if name.endswith(database.BUILDING):
                database.drop(project, setup.server, name)


def drop_leftovers(project, setup, prefix):
    """Drop scratch databases of runs that were killed.

    Their names end with the number of the process that made them.
    """
    for name in database.named_like(project, setup.server, prefix):
        number = name.rpartition("_")[2]
        if number.isdigit() and not started_at(number):
            database.drop(project, setup.server, name)
            (project.run / f"{name}.conf").unlink(missing_ok=True)
