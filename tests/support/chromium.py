"""Chromium, driven by its DevTools protocol: for figures of pages and walks over
screens that no test has to repeat."""

import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path


class Tab:
    """A tab of Chromium, driven by its DevTools protocol.

    :param address: websocket of the tab
    """

    def __init__(self, address):
        # Arguments are checked before the libraries of the tests are there.
        import websocket

        self.socket = websocket.create_connection(address, timeout=120)
        self.number = 0
        self.bytes = 0
        self.requests = 0
        for domain in ("Page", "Network", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method, **params):
        self.number += 1
        number = self.number
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = self._receive()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]

    def wait(self, event):
        while self._receive().get("method") != event:
            pass

    def _receive(self):
        message = json.loads(self.socket.recv())
        if message.get("method") == "Network.loadingFinished":
            self.bytes += message["params"]["encodedDataLength"]
            self.requests += 1
        return message

    def evaluate(self, script):
        return self.call("Runtime.evaluate", expression=script)["result"].get("value")


def find_chromium():
    """:raise ValueError: says what to install"""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        raise ValueError("there is no Chromium here: apt install chromium")
    return program


@contextmanager
def browser():
    """Start Chromium on a folder of its own, and end it."""
    program = find_chromium()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                f"--user-data-dir={folder}",
                "about:blank",
            ],
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Tab(_find_tab(Path(folder)))
        finally:
            process.terminate()
            process.wait(timeout=30)


def _find_tab(folder):
    port_file = folder / "DevToolsActivePort"
    for _turn in range(300):
        if port_file.exists() and port_file.read_text(encoding="utf-8").strip():
            port = port_file.read_text(encoding="utf-8").split()[0]
            with urllib.request.urlopen(
                f"http://127.0.0.1:{port}/json", timeout=10
            ) as answer:
                tabs = [tab for tab in json.load(answer) if tab["type"] == "page"]
            if tabs:
                return tabs[0]["webSocketDebuggerUrl"]
        time.sleep(0.1)
    raise RuntimeError("Chromium did not open a tab within 30 seconds.")
