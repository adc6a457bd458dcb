"""Finding the Debian mirror in both formats of apt's sources."""

import pytest
from launcher import debian
from launcher.debian import Mirror

DEB822 = """\
# comment
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
  contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Types: deb
Enabled: no
URIs: http://off.example/debian
Suites: bookworm
Components: main

Types: deb
URIs: https://vendor.example/node_20.x
Suites: nodistro
Components: main
"""
ONE_LINE = """\
# deb http://commented.example/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] https://mirror.example/debian/ bookworm main # x
deb-src https://mirror.example/debian/ bookworm main
deb http://security.example/debian-security bookworm-security main
deb http://mirror.example/debian bookworm-backports main
deb http://mirror.example/debian sid main
deb http://flat.example/ ./
"""


@pytest.fixture
def machine(tmp_path):
    """Return a function that lays out a machine and lists its mirrors."""
    (tmp_path / "sources.list.d").mkdir()
    release = tmp_path / "os-release"
    release.write_text('ID=debian\nVERSION_CODENAME="bookworm"\n')

    def mirrors(**files):
        for name, text in files.items():
            (tmp_path / name.replace("__", ".d/").replace("_", ".")).write_text(text)
        return debian.mirrors(tmp_path, release)

    mirrors.release = release
    mirrors.folder = tmp_path
    return mirrors


def test_a_deb822_file_gives_the_main_archive_only(machine):
    (machine.folder / "sources.list.d/debian.sources").write_text(DEB822)
    assert machine() == [Mirror("http://mirror.example/debian", "bookworm")]


def test_one_line_entries_give_the_own_suite_first(machine):
    (machine.folder / "sources.list").write_text(ONE_LINE)
    assert machine() == [
        Mirror("https://mirror.example/debian/", "bookworm"),
        Mirror("http://mirror.example/debian", "sid"),
    ]


def test_a_disabled_file_does_not_count(machine):
    (machine.folder / "sources.list.d/debian.sources.disabled").write_text(DEB822)
    assert machine() == []


def test_another_system_has_no_debian_mirror(machine):
    (machine.folder / "sources.list").write_text(ONE_LINE)
    machine.release.write_text("ID=ubuntu\nVERSION_CODENAME=noble\n")
    assert machine() == []


def test_apt_is_kept_inside_the_folder(tmp_path):
    options = debian.apt_options(tmp_path)
    assert f"Dir::State::Lists={tmp_path}/lists" in options
    assert "Dir::Etc::sourceparts=/dev/null" in options


def test_the_own_source_names_mirror_and_suite():
    text = debian.sources_text(Mirror("http://mirror.example/debian", "x"), "sid")
    assert debian.parse_deb822(text) == [
        ("http://mirror.example/debian", "sid", ["main"])
    ]
