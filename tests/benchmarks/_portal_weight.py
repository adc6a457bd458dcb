"""How soon pages can be used on a slow line, with an empty cache.

Chromium loads each page as it would at the edge of a field: 400 kbit/s down and up, 400
ms before each answer. A page can be used when its text is painted and its form takes
input, whichever comes last.
"""

import json
import time

from support.chromium import browser

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
