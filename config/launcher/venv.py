"""The virtual environment and the pinned libraries in it."""

import os
import sys

from . import debian
from .errors import LauncherError
from .markers import digest, read_json, write_json
from .process import run

MARKER = "off-complete.json"
WORKING = "off-working"


def pip_environment(project):
    """Return the variables under which pip runs."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    if project.pip_cache:
        env["PIP_CACHE_DIR"] = str(project.pip_cache)
    return env


def is_whole(project):
    """Return whether the environment exists and no work on it was cut short."""
    return (
        os.access(project.python, os.X_OK)
        and (project.venv / "bin" / "pip").exists()
        and not (project.venv / WORKING).exists()
        and read_json(project.venv / "off-python.json").get("python")
        == list(sys.version_info[:2])
    )


def ensure_venv(project, say):
    """Create the virtual environment if there is none that is whole.

    One in which pip was interrupted is made anew: a half-copied package
    looks installed to pip. Its cache makes that a matter of seconds.
    """
    if is_whole(project):
        return say("ready")
    log = project.log / "setup.log"
    command = [sys.executable, "-m", "venv", "--clear"]
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        run([*command, "--without-pip", project.venv], "virtual environment", log)
        _bring_pip(project, log)
    else:
        run([*command, project.venv], "virtual environment", log)
    write_json(project.venv / "off-python.json", {"python": list(sys.version_info[:2])})
    say("created")


def _bring_pip(project, log):
    """Install pip where Debian keeps it in a package of its own."""
    remedy = "install python3-venv (apt install python3-venv)"
    if not debian.mirrors():
        raise LauncherError("this Python comes without pip", remedy)
    with debian.unpacked(project, ["python3-pip-whl"], log) as folder:
        wheel = next(folder.glob("usr/share/python-wheels/pip-*.whl"))
        run(
            [project.python, f"{wheel}/pip", "install", "--no-index", wheel],
            "installing pip",
            log,
            remedy=remedy,
        )


def ensure_libraries(project, name, say):
    """Install one requirements file if it changed since the last time.

    :param name: ``requirements.txt`` or ``requirements-test.txt``
    """
    file = project.config / name
    marker = project.venv / MARKER
    done = read_json(marker)
    wanted = digest(file)
    if done.get(name) == wanted:
        return say("ready")
    working = project.venv / WORKING
    working.touch()
    pip = [project.python, "-m", "pip", "install", "--no-deps", "--no-input"]
    run(
        [*pip, "--progress-bar", "off", "-r", file],
        "installing the libraries",
        project.log / "setup.log",
        env=pip_environment(project),
    )
    write_json(marker, {**done, name: wanted})
    working.unlink()
    say("installed")


def site_packages(project):
    """Return the folder where the environment's libraries lie."""
    version = "python{}.{}".format(*sys.version_info[:2])
    return project.venv / "lib" / version / "site-packages"


def link_odoo(project, folder):
    """Make ``import odoo`` find the Odoo tree, by a path file."""
    file = site_packages(project) / "odoo.pth"
    line = f"{folder}\n"
    if not file.exists() or file.read_text() != line:
        file.write_text(line)
