"""Interrupted anywhere, the next run resumes or repairs."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from launcher import markers, odoo_fetch, prepare, process, steps, venv
from launcher.errors import LauncherError

CONFIG = Path(__file__).resolve().parents[2] / "config"
HOLDER = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from launcher.markers import lock
with lock(Path(sys.argv[2]), "fetching"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Return a lock file and the process that holds it."""
    file = tmp_path / "lock"
    command = [sys.executable, "-c", HOLDER, str(CONFIG), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "held\n"
        yield file, child
        child.kill()


def test_a_second_launcher_is_told_who_is_at_work(holder):
    file, child = holder
    with pytest.raises(LauncherError) as fault:
        with markers.lock(file, "mine", patience=0):
            pass
    assert fault.value.what == (
        f"another ./off is at work (fetching, process {child.pid})"
    )


def test_a_killed_launcher_leaves_no_lock(holder):
    file, child = holder
    child.kill()
    child.wait()
    with markers.lock(file, "mine", patience=0):
        assert file.read_text() == f"mine, process {os.getpid()}"


def test_a_torn_marker_counts_as_none(tmp_path):
    marker = tmp_path / "m.json"
    marker.write_text('{"checksum": "abc')
    assert markers.read_json(marker) == {}
    markers.write_json(marker, {"checksum": "abc"})
    assert markers.read_json(marker) == {"checksum": "abc"}
    assert [p.name for p in tmp_path.iterdir()] == ["m.json"]


def make_venv(project):
    """Write what a finished virtual environment looks like."""
    folder = project.venv / "bin"
    folder.mkdir(parents=True)
    for name in ("python", "pip"):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    facts = {"python": list(sys.version_info[:2])}
    markers.write_json(project.venv / "off-python.json", facts)


def test_libraries_are_installed_once_and_again_when_the_file_changes(
    project, said, monkeypatch
):
    make_venv(project)
    calls = []
    monkeypatch.setattr(venv, "run", lambda command, *a, **k: calls.append(command))
    for _ in range(2):
        venv.ensure_libraries(project, "requirements.txt", said)
    assert len(calls) == 1 and "--no-deps" in calls[0]
    (project.config / "requirements.txt").write_text("one==2\n")
    venv.ensure_libraries(project, "requirements.txt", said)
    assert len(calls) == 2
    assert said == ["installed", "ready", "installed"]


def test_an_environment_in_which_pip_was_killed_is_made_anew(
    project, said, monkeypatch
):
    make_venv(project)
    assert venv.is_whole(project)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(venv, "run", killed)
    with pytest.raises(KeyboardInterrupt):
        venv.ensure_libraries(project, "requirements.txt", said)
    assert not venv.is_whole(project)
    assert not markers.read_json(project.venv / venv.MARKER)


def test_an_environment_of_another_python_is_made_anew(project):
    make_venv(project)
    markers.write_json(project.venv / "off-python.json", {"python": [3, 2]})
    assert not venv.is_whole(project)


def test_too_small_a_disk_is_said_before_set_up_begins(project):
    with pytest.raises(LauncherError, match="set-up needs"):
        prepare.check_disk(project, needed=2**60)
    make_venv(project)
    prepare.check_disk(project, needed=2**60)


@pytest.mark.parametrize(
    ("script", "what", "remedy"),
    [
        ("echo 'E: Unable to connect to mirror:80:'; exit 1", "no network", "again"),
        ("echo 'OSError: [Errno 28] No space left on device'; exit 1", "full", "free"),
        ("echo fine; echo 'ERROR: hash mismatch'; exit 2", "hash mismatch", "see "),
    ],
)
def test_a_failed_command_is_explained_by_its_output(tmp_path, script, what, remedy):
    log = tmp_path / "log"
    with pytest.raises(LauncherError) as fault:
        process.run(["sh", "-c", script], "installing", log)
    assert what in fault.value.what and remedy in fault.value.remedy
    assert "$ sh -c" in log.read_text()


def test_a_missing_program_is_named(tmp_path):
    with pytest.raises(LauncherError, match="no-such-tool is not installed"):
        process.run(["no-such-tool"], "cloning", tmp_path / "log")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends orphans")
def test_children_end_with_a_killed_launcher(tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from launcher.process import child\n"
        "print(child(['sleep', '60']).pid, flush=True)\n"
        "import time; time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(CONFIG)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        orphan = int(parent.stdout.readline())
        assert process.started_at(orphan)
        parent.kill()
    for _ in range(50):
        if not process.started_at(orphan):
            return
        time.sleep(0.1)
    raise AssertionError("the child lives on")


def test_a_process_is_named_by_number_and_birth():
    assert process.started_at(os.getpid()) == process.started_at(os.getpid())
    assert process.started_at(2**22 + 1) is None


def test_steps_are_plain_lines_without_a_terminal(tmp_path):
    with open(tmp_path / "out", "w+") as stream:
        shown = steps.Steps(2, stream)
        with shown.step("one") as say:
            say("ready")
        with pytest.raises(ValueError), shown.step("two"):
            raise ValueError
        stream.seek(0)
        first, second = stream.read().splitlines()
    assert first == "[1/2] one … 0.0 s (ready)"
    assert second.startswith("[2/2] two … failed after")


def test_durations_read_well():
    assert [steps.duration(s) for s in (1.26, 42, 125)] == [
        "1.3 s",
        "42 s",
        "2 min 05 s",
    ]


def test_a_signal_ends_the_child_and_leaves_in_order(tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from launcher.process import Terminated, call, heed_signals\n"
        "heed_signals()\n"
        "print('ready', flush=True)\n"
        "try:\n"
        "    call(['sleep', '60'])\n"
        "except Terminated:\n"
        "    print('dropped', flush=True)\n"
    )
    command = [sys.executable, "-c", code, str(CONFIG)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout.readline() == "ready\n"
        time.sleep(0.2)
        parent.terminate()
        assert parent.communicate(timeout=10)[0] == "dropped\n"


def test_without_git_the_remedy_names_it(tmp_path, monkeypatch, said):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LauncherError) as fault:
        odoo_fetch.from_git(tmp_path / "tree", tmp_path / "log", said)
    assert "git is not installed" in fault.value.what
    assert "apt install git" in fault.value.remedy
