"""What an add-on uses is its own or of what it depends on, so that it can be installed
with that alone: read in the sources, without installing anything."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from odoo.modules import Manifest

ADDONS = Path(__file__).resolve().parents[2] / "addons"
OURS = sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))
IMPORTED = re.compile(r"^\s*(?:from|import) odoo\.addons\.(\w+)", re.M)
# ref="sale.x", inherit_id="sale.x", t-call="sale.x", groups="sale.x,!stock.y"
XML_ID = re.compile(
    r'(?<![\w-])(?:ref|inherit_id|t-call|groups|parent|action)="([\w.,! -]+)"'
)
ASSET = re.compile(r'from "@(\w+)/')
METHOD = re.compile(r"^    (?:async )?def (_?off_\w+)\(", re.M)
CALLED = re.compile(r"\.(_off_\w+)\(")
FIELD = re.compile(r"^    (off_\w+) = fields\.", re.M)
USED_FIELD = re.compile(r"\.(off_\w+)\b(?!\()")


def get_folder(addon):
    return Path(Manifest.for_addon(addon, display_warning=False).path)


@cache
def get_needed(addon):
    """The add-ons that come with ``addon``, itself included."""
    needed = {addon, "base"}
    for name in Manifest.for_addon(addon, display_warning=False)["depends"]:
        needed |= get_needed(name)
    return frozenset(needed)


@cache
def read(addon, *suffixes):
    """:return: texts of the files that are installed; tests may ask for more"""
    folder = get_folder(addon)
    return {
        path: path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.suffix in suffixes
        and not {"tests", "migrations", "node_modules"}
        & set(path.relative_to(folder).parts)
    }


@cache
def get_defined(addon, pattern):
    texts = read(addon, ".py").values() if addon in OURS else ()
    return frozenset(name for text in texts for name in pattern.findall(text))


def get_all_defined(addons, pattern):
    return frozenset().union(*(get_defined(name, pattern) for name in addons))


def find_foreign_xml_ids(addon):
    known = get_needed(addon)
    for path, text in read(addon, ".xml").items():
        for value in XML_ID.findall(text):
            for one in value.split(","):
                module, dot, _name = one.strip().lstrip("!-").partition(".")
                if dot and module.isidentifier() and module not in known:
                    yield f"{path.name}: {one}"


def find_foreign_imports(addon):
    known = get_needed(addon)
    for path, text in read(addon, ".py").items():
        for module in IMPORTED.findall(text):
            if module not in known:
                yield f"{path.name}: import of {module}"
    for path, text in read(addon, ".js").items():
        for module in ASSET.findall(text):
            if module not in known and module not in ("odoo",):
                yield f"{path.name}: @{module}"


def find_foreign_names(addon):
    """Methods and fields of the project that only another add-on defines. What is asked
    for only where it is there is named as text, not as an attribute."""
    known = get_needed(addon)
    for defined, used in ((METHOD, CALLED), (FIELD, USED_FIELD)):
        here = get_all_defined(known, defined)
        elsewhere = get_all_defined(OURS, defined) - here
        for path, text in read(addon, ".py", ".xml").items():
            for name in used.findall(text):
                if name in elsewhere:
                    yield f"{path.name}: {name}"


@pytest.mark.parametrize("addon", OURS)
def test_an_addon_uses_nothing_that_it_does_not_depend_on(addon):
    found = [
        *find_foreign_imports(addon),
        *find_foreign_xml_ids(addon),
        *find_foreign_names(addon),
    ]
    assert not found


@pytest.mark.parametrize("addon", OURS)
def test_all_files_of_a_manifest_are_there(addon):
    folder = get_folder(addon)
    manifest = ast.literal_eval((folder / "__manifest__.py").read_text())
    missing = [
        name
        for key in ("data", "demo")
        for name in manifest.get(key, ())
        if not (folder / name).is_file()
    ]
    assert not missing
