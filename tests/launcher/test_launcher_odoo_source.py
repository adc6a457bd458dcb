"""Where Odoo comes from, and that half a tree never passes for a whole one."""

import subprocess

import pytest
from launcher import odoo_source
from launcher.errors import LauncherError
from launcher.odoo_source import MARKER, checksum, ensure_odoo


def plant(tree, series="19, 0, 0"):
    """Write the least that looks like an Odoo tree."""
    (tree / "odoo" / "addons" / "web").mkdir(parents=True)
    (tree / "odoo" / "addons" / "web" / "__manifest__.py").write_text("{}")
    text = f"version_info = ({series}, FINAL, 0, '')\n"
    (tree / "odoo" / "release.py").write_text(text)
    return tree


def way(calls, name="good"):
    """Return a way to fetch that plants a tree and counts its calls."""

    def fetch(tree, say):
        calls.append(name)
        plant(tree / "lib")
        return "19.0.0-1", "lib"

    return name, fetch


def broken(calls):
    """Return a way to fetch that fails half-way."""

    def fetch(tree, say):
        calls.append("broken")
        (tree / "half").write_text("x")
        raise LauncherError("no network", "check the connection")

    return "broken", fetch


def test_the_users_tree_comes_first(project, said, tmp_path):
    tree = plant(tmp_path / "mine")
    found = ensure_odoo(project, said, {"OFF_ODOO_SRC": str(tree)}, [])
    assert (found.origin, found.folder) == ("OFF_ODOO_SRC", tree)
    assert found.addons_paths == [tree / "odoo" / "addons"]


def test_a_users_tree_of_another_series_is_refused(project, said, tmp_path):
    tree = plant(tmp_path / "mine", "18, 0, 0")
    with pytest.raises(LauncherError, match="not an Odoo 19 tree"):
        ensure_odoo(project, said, {"OFF_ODOO_SRC": str(tree)}, [])


def test_the_cache_comes_before_fetching(project, said):
    calls = []
    first = ensure_odoo(project, said, {}, [way(calls)])
    second = ensure_odoo(project, said, {}, [way(calls)])
    assert calls == ["good"]
    assert (first.origin, second.origin) == ("good", "cache, from good")
    assert second.folder == project.odoo_store / "19.0.0-1" / "lib"


def test_the_second_way_follows_when_the_first_fails(project, said):
    calls = []
    found = ensure_odoo(project, said, {}, [broken(calls), way(calls, "git")])
    assert (calls, found.origin) == (["broken", "git"], "git")


def test_all_ways_failing_is_one_error_that_leaves_nothing(project, said):
    with pytest.raises(LauncherError) as fault:
        ensure_odoo(project, said, {}, [broken([]), broken([])])
    assert "no network" in fault.value.what
    assert fault.value.remedy == "check the connection"
    assert [p.name for p in project.odoo_store.iterdir()] == ["off.lock"]


def test_a_damaged_cache_is_fetched_again(project, said):
    calls = []
    found = ensure_odoo(project, said, {}, [way(calls)])
    (found.folder / "odoo" / "addons" / "web" / "__manifest__.py").write_text("{")
    (project.run / "odoo.json").unlink()
    ensure_odoo(project, said, {}, [way(calls)])
    assert calls == ["good", "good"]
    assert any("damaged" in text for text in said)


def test_a_tree_without_its_marker_is_not_used(project, said):
    calls = []
    ensure_odoo(project, said, {}, [way(calls)])
    (project.odoo_store / "19.0.0-1").rename(project.odoo_store / ".partial-killed")
    ensure_odoo(project, said, {}, [way(calls)])
    assert calls == ["good", "good"]
    assert not (project.odoo_store / ".partial-killed").exists()


def test_a_link_that_leads_nowhere_is_refused(project, said):
    def fetch(tree, say):
        plant(tree)
        (tree / "jquery.js").symlink_to("../missing.js")
        return "19.0.0-1", "."

    with pytest.raises(LauncherError, match="1 links lead nowhere"):
        ensure_odoo(project, said, {}, [("Debian", fetch)])
    assert not (project.odoo_store / "19.0.0-1").exists()


def test_the_checksum_sees_content_names_and_links_but_not_bytecode(tmp_path):
    tree = plant(tmp_path / "tree")
    before = checksum(tree)
    (tree / "odoo" / "__pycache__").mkdir()
    (tree / "odoo" / "__pycache__" / "release.pyc").write_text("x")
    (tree / MARKER).write_text("{}")
    assert checksum(tree) == before
    (tree / "odoo" / "new.py").write_text("")
    with_file = checksum(tree)
    (tree / "odoo" / "new.py").unlink()
    (tree / "odoo" / "new.py").symlink_to("release.py")
    assert len({before, with_file, checksum(tree)}) == 3


def test_debian_comes_before_git(project, monkeypatch):
    monkeypatch.setattr(odoo_source.odoo_fetch, "debian_can", lambda: True)
    assert [name for name, _way in odoo_source.fetchers(project)] == ["Debian", "git"]
    monkeypatch.setattr(odoo_source.odoo_fetch, "debian_can", lambda: False)
    assert [name for name, _way in odoo_source.fetchers(project)] == ["git"]


def test_elsewhere_the_public_repository_is_cloned(
    project, said, tmp_path, monkeypatch
):
    origin = plant(tmp_path / "origin")
    git = ["git", "-C", str(origin), "-c", "user.name=x", "-c", "user.email=x@x"]
    subprocess.run([*git, "init", "--quiet", "--initial-branch=19.0"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "--quiet", "-m", "Odoo"], check=True)
    fetch = odoo_source.odoo_fetch
    monkeypatch.setattr(fetch, "REPOSITORY", origin.as_uri())
    monkeypatch.setattr(fetch, "debian_can", lambda: False)
    found = ensure_odoo(project, said, {})
    assert (found.origin, found.folder.name) == ("git", "source")
    assert found.version.startswith("19.0-")
    assert found.addons_paths == [found.folder / "odoo" / "addons"]
    assert ensure_odoo(project, said, {}).origin == "cache, from git"
