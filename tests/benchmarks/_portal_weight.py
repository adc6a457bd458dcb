"""How soon pages can be used on a slow line, with an empty cache.

Chromium loads each page as it would at the edge of a field: 400 kbit/s down and up, 400
ms before each answer. A page can be used when its text is painted and its form takes
input, whichever comes last.
"""

import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

LATENCY = 400  # ms
SPEED = 400_000 // 8  # bytes a second
LIMIT = 5.0  # seconds until a page can be used
PAGES = (
    "/my/network",
    "/my/network/availability",
    "/my/network/products",
    "/my/network/products/new",
    "/my/network/links",
    "/my/network/profile",
    "/my/network/labels",
    "/my/sign-in",
)
TIMES = """(() => {
    const [page] = performance.getEntriesByType("navigation");
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return JSON.stringify({
        painted: paint ? paint.startTime : null,
        interactive: page.domInteractive,
        scripts: page.domContentLoadedEventEnd,
        loaded: page.loadEventEnd,
    });
})()"""


class Browser:
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
        raise ValueError("there is no Chromium to measure with: apt install chromium")
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
            yield Browser(_find_tab(Path(folder)))
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


def measure(base_url, session, pages=PAGES):
    """Load ``pages`` on a slow line, each with an empty cache.

    :param base_url: where Odoo is served, without a slash at the end
    :param session: value of the cookie ``session_id`` of a producer's portal user
    :return: ``{path: {"seconds": until it can be used, "painted", "interactive",
        "scripts", "loaded": seconds, "kilobytes", "requests"}}``; ``seconds`` is
        None for a page that paints nothing
    """
    with browser() as tab:
        tab.call(
            "Emulation.setDeviceMetricsOverride",
            width=390,
            height=844,
            deviceScaleFactor=2,
            mobile=True,
        )
        tab.call("Network.setCookie", name="session_id", value=session, url=base_url)
        # Once without counting: the server has read its templates.
        for path in pages:
            _load(tab, base_url + path)
        tab.call(
            "Network.emulateNetworkConditions",
            offline=False,
            latency=LATENCY,
            downloadThroughput=SPEED,
            uploadThroughput=SPEED,
        )
        return {path: _measure_page(tab, base_url + path) for path in pages}


def _load(tab, url):
    tab.call("Page.navigate", url=url)
    tab.wait("Page.loadEventFired")


def _measure_page(tab, url):
    tab.call("Network.clearBrowserCache")
    tab.call("Page.navigate", url="about:blank")
    tab.bytes = tab.requests = 0
    _load(tab, url)
    for _turn in range(20):
        times = json.loads(tab.evaluate(TIMES))
        if times["painted"] and times["loaded"]:
            break
        time.sleep(0.1)
    seconds = {name: round((value or 0) / 1000, 2) for name, value in times.items()}
    usable = max(seconds["painted"], seconds["interactive"])
    return {
        # A page that paints nothing cannot be used.
        "seconds": usable if times["painted"] else None,
        **seconds,
        "kilobytes": round(tab.bytes / 1000, 1),
        "requests": tab.requests,
    }
