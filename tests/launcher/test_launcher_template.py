"""Names of template databases, copies of filestores, dealing with add-ons."""

import os
from types import SimpleNamespace

import pytest
from launcher import addons, database, template, testing
from launcher.connection import Connection
from launcher.errors import LauncherError
from launcher.odoo_source import OdooSource
from launcher.prepare import Setup


def write_addon(project, name, depends=("base",), **manifest):
    """Write an add-on with one model and one test."""
    folder = project.addons / name
    (folder / "tests").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "tests" / "test_one.py").write_text("")
    text = repr({"name": name, "depends": list(depends), **manifest})
    (folder / "__manifest__.py").write_text(text)
    return folder


@pytest.fixture
def two(project):
    """Return a project with two add-ons, one upon the other."""
    write_addon(project, "off_a", ["sale_stock"])
    write_addon(project, "off_b", ["off_a", "purchase_stock"])
    return project


def test_own_and_foreign_modules_are_told_apart(two):
    write_addon(two, "off_c", ["never"], installable=False)
    own = addons.own_addons(two.addons)
    assert list(own) == ["off_a", "off_b"]
    assert addons.external_depends(own) == [
        "base",
        "purchase_stock",
        "sale_stock",
        "web",
    ]


def test_a_broken_manifest_is_named(two):
    (two.addons / "off_a" / "__manifest__.py").write_text("{'name': ")
    with pytest.raises(LauncherError, match="addons/off_a/__manifest__.py"):
        addons.own_addons(two.addons)


def test_tests_and_readmes_change_no_template(two):
    before = template.keys(two, "19")
    (two.addons / "off_a" / "tests" / "test_one.py").write_text("assert 1")
    (two.addons / "off_a" / "README.md").write_text("more")
    (two.addons / "off_a" / "__pycache__").mkdir()
    (two.addons / "off_a" / "__pycache__" / "x.pyc").write_text("x")
    assert template.keys(two, "19") == before


def test_code_changes_the_upper_template_only(two):
    below, ours = template.keys(two, "19")
    (two.addons / "off_b" / "models.py").write_text("x = 1")
    assert template.keys(two, "19")[0] == below
    assert template.keys(two, "19")[1] != ours


@pytest.mark.parametrize("what", ["version", "depends", "libraries"])
def test_what_others_wrote_changes_both(two, what):
    before = template.keys(two, "19")
    version = "19"
    if what == "version":
        version = "19b"
    elif what == "depends":
        write_addon(two, "off_d", ["delivery"])
    else:
        (two.config / "requirements.txt").write_text("one==2\n")
    assert not set(template.keys(two, version)) & set(before)


def test_a_served_file_needs_a_new_template_but_no_update(two):
    before = addons.code_hash(two), template.keys(two, "19")
    (two.addons / "off_a" / "static" / "src").mkdir(parents=True)
    (two.addons / "off_a" / "static" / "src" / "x.js").write_text("1")
    assert addons.code_hash(two) == before[0]
    assert template.keys(two, "19")[1] != before[1][1]


@pytest.fixture
def server(two, monkeypatch):
    """Return a set-up whose databases are names in a set."""
    names = set()
    monkeypatch.setattr(database, "exists", lambda p, s, name: name in names)
    monkeypatch.setattr(database, "drop", lambda p, s, name: names.discard(name))
    monkeypatch.setattr(database, "create", lambda p, s, name, *a, **k: names.add(name))
    monkeypatch.setattr(
        database,
        "named_like",
        lambda p, s, prefix: [n for n in names if n.startswith(prefix)],
    )

    def rename(p, s, name, to):
        names.remove(name)
        names.add(to)

    monkeypatch.setattr(database, "rename", rename)
    monkeypatch.setattr(template.odoo, "script", lambda *a, **k: None)
    setup = Setup(OdooSource("x", two.root, "19"), Connection("h", 1, "odoo"))
    return setup, names


def test_templates_are_built_once_and_old_ones_dropped(two, server, said, monkeypatch):
    setup, names = server
    installs = []
    monkeypatch.setattr(template.odoo, "change", lambda *a, **k: installs.append(a[3]))
    first = template.ensure(two, setup, said)
    assert template.ensure(two, setup, said) == first
    assert installs[1:] == [["off_a", "off_b"]]
    for number in range(template.KEPT):
        os.utime(two.home / "templates" / first, (number, number))
        assert first in names
        (two.addons / "off_a" / "x.py").write_text(f"x = {number}")
        template.ensure(two, setup, said)
    assert first not in names
    assert len([n for n in names if n.startswith("off_t2_")]) == template.KEPT


def test_an_interrupted_template_is_built_again(two, server, said, monkeypatch):
    setup, names = server

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(template.odoo, "change", killed)
    with pytest.raises(KeyboardInterrupt):
        template.ensure(two, setup, said)
    assert [n for n in names if not n.endswith(database.BUILDING)] == []
    monkeypatch.setattr(template.odoo, "change", lambda *a, **k: None)
    ours = template.ensure(two, setup, said)
    assert ours in names
    assert not [n for n in names if n.endswith(database.BUILDING)]


def test_code_edited_during_the_build_is_built_again(two, server, said, monkeypatch):
    setup, _names = server

    def edit(*args, **kwargs):
        (two.addons / "off_a" / "x.py").write_text("x = 1")

    monkeypatch.setattr(template.odoo, "change", edit)
    ours = template.ensure(two, setup, said)
    (two.addons / "off_a" / "x.py").unlink()
    installs = []
    monkeypatch.setattr(template.odoo, "change", lambda *a, **k: installs.append(a[3]))
    assert template.ensure(two, setup, said) == ours
    assert installs == [["off_a", "off_b"]]


def test_scratch_databases_of_killed_runs_are_dropped(two, server):
    setup, names = server
    alive, dead = f"off_test_{os.getpid()}", "off_test_99999999"
    names.update({alive, dead, "off"})
    template.drop_leftovers(two, setup, "off_test_")
    assert names == {alive, "off"}


def test_a_filestore_copy_shares_the_files_but_not_the_folder(tmp_path):
    source, target = tmp_path / "a", tmp_path / "b"
    (source / "0f").mkdir(parents=True)
    (source / "0f" / "0f12").write_text("picture")
    database.copy_filestore(source, target)
    assert (target / "0f" / "0f12").samefile(source / "0f" / "0f12")
    (target / "0f" / "0f12").unlink()
    assert (source / "0f" / "0f12").read_text() == "picture"


@pytest.mark.parametrize("name", ["Off", "a b", "", "a;drop", "x" * 60, "1a", "a'b"])
def test_a_name_that_needs_quoting_is_refused(name):
    with pytest.raises(LauncherError):
        database.check_name(name)


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        ([], True),
        (["-k", "x"], True),
        (["tests/launcher"], False),
        (["tests/launcher/test_launcher_cli.py", "-x"], False),
        (["tests/launcher", "addons/off_a"], True),
    ],
)
def test_the_launchers_own_tests_need_no_odoo(arguments, needed):
    assert testing.needs_odoo(arguments) is needed


@pytest.mark.parametrize(
    ("arguments", "keep", "count"),
    [
        ([], None, 3),
        (["-k", "x"], None, 3),
        (["tests/launcher", "addons/off_a"], None, 1),
        ([], "kept", 1),
    ],
)
def test_all_tests_take_a_process_for_each_core(monkeypatch, arguments, keep, count):
    monkeypatch.setattr(testing.os, "sched_getaffinity", lambda _pid: {0, 1, 2})
    args = SimpleNamespace(rest=arguments, keep=keep)
    assert testing.count_processes(args) == count


def test_each_process_has_a_database_that_is_known_when_it_is_left_behind(project):
    names = testing._names(project, "off_test", None, None, 3)
    assert len(set(names)) == 3
    for name in names:
        database.check_name(name)
        assert name.rpartition("_")[2] == str(os.getpid())
