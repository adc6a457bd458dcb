"""Starting, watching and naming other processes."""

import ctypes
import os
import re
import signal
import socket
import subprocess
from pathlib import Path

from .errors import LauncherError

NO_NETWORK = re.compile(
    r"name resolution|could not resolve|unable to resolve|failed to establish a new"
    r"|network is unreachable|connection (timed out|refused)|max retries exceeded"
    r"|cannot initiate the connection|unable to connect|failed to connect"
    r"|read timed out|proxyerror",
    re.IGNORECASE,
)
DISK_FULL = re.compile(r"no space left on device|disk quota exceeded", re.IGNORECASE)
TELLING = re.compile(r"error|^E:|fatal|cannot|could not|failed", re.IGNORECASE)

try:
    _LIBC = ctypes.CDLL(None)
    _LIBC.prctl  # noqa: B018  (only Linux has it)
except (OSError, AttributeError):
    _LIBC = None


def _die_with_parent():
    """Ask Linux to end this child when the launcher is killed.

    Otherwise a killed launcher leaves a pip or an Odoo behind that goes on
    writing where the next run begins to repair.
    """
    if _LIBC:
        _LIBC.prctl(1, signal.SIGTERM)


def child(command, **options):
    """Start a process that does not outlive the launcher."""
    return subprocess.Popen(
        [str(part) for part in command], preexec_fn=_die_with_parent, **options
    )


class Terminated(KeyboardInterrupt):
    """The launcher was asked to end by a signal, not by the keyboard."""


def heed_signals():
    """End in order when asked to, as for Ctrl-C: what is scratch is dropped."""

    def end(number, frame):
        raise Terminated

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGHUP, end)


def call(command, **options):
    """Run a process in the foreground and return its exit status."""
    process = child(command, **options)
    try:
        return process.wait()
    except KeyboardInterrupt as interrupt:
        # The terminal sends Ctrl-C to both, a signal comes to us alone.
        if isinstance(interrupt, Terminated):
            process.terminate()
        _end(process, patience=30)
        raise


def _end(process, patience):
    """Let a child end in order, within limits."""
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(command, what, log, *, remedy=None, **options):
    """Run a set-up command, its output going to a log file.

    :param what: what fails if it fails, for the error's one line
    :param log: the log file
    :return: the output
    :raise LauncherError: if the command is missing or ends with an error
    """
    try:
        process = child(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **options,
        )
    except FileNotFoundError:
        name = Path(str(command[0])).name
        raise LauncherError(
            f"{what}: {name} is not installed", remedy or f"install {name}"
        ) from None
    lines = []
    try:
        with open(log, "a", encoding="utf-8") as stream:
            print("$", *command, file=stream, flush=True)
            for line in process.stdout:
                stream.write(line)
                lines.append(line)
    except BaseException:
        process.terminate()
        _end(process, patience=10)
        raise
    if process.wait():
        raise failure(what, "".join(lines), log, remedy)
    return "".join(lines)


def failure(what, output, log, remedy=None):
    """Return the error that explains a failed command by its output."""
    if DISK_FULL.search(output):
        return LauncherError(
            f"{what}: the disk is full",
            "free some space and run the same command again to resume",
        )
    if NO_NETWORK.search(output):
        return LauncherError(
            f"{what}: no network",
            "check the connection or the proxy and run the same command again",
        )
    lines = [line for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if TELLING.search(line)] or lines or [""]
    return LauncherError(f"{what}: {telling[-1].strip()[:200]}", remedy or f"see {log}")


def started_at(pid):
    """Return when a process began, or None if there is none.

    With the number it names a process for good: numbers are used again.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None if Path("/proc/self").exists() else _exists(pid)
    return None if fields[0] == "Z" else fields[19]


def _exists(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return "unknown"
    return "unknown"


def port_is_free(port, interface="127.0.0.1"):
    """Return whether a server could listen there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface, port))
        except OSError:
            return False
    return True


def _listening_inodes(port):
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for row in (line.split() for line in rows):
            if row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{row[9]}]")
    return inodes


def port_holder(port):
    """Return "name (process number)" of who listens on a port, or None."""
    inodes = _listening_inodes(port)
    for link in Path("/proc").glob("[0-9]*/fd/*") if inodes else ():
        try:
            if os.readlink(link) in inodes:
                folder = link.parents[1]
                name = (folder / "comm").read_text().strip()
                return f"{name}, process {folder.name}"
        except OSError:
            continue
    return None
