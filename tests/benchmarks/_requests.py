"""Time and queries of requests to a real web server, as that server logs them."""

import math
import re
import statistics
import time
from dataclasses import dataclass

import requests

# ... "GET /network HTTP/1.1" 200 - 12 0.010 0.045: queries, seconds in the database,
# seconds elsewhere.
LINE = re.compile(
    r'"(?:GET|POST) (?P<path>\S+) HTTP/[\d.]+" (?P<status>\d+) - '
    r"(?P<queries>\d+) (?P<database>[\d.]+) (?P<rest>[\d.]+)"
)
WARM_UP = 2


@dataclass
class Cost:
    """Of one page: medians over several requests.

    :ivar milliseconds: of the server, network and browser left out
    :ivar slow: the same of the slowest twentieth (95th percentile)
    :ivar size: of the answer, in kB
    """

    milliseconds: float
    slow: float
    queries: int
    size: float


class Meter:
    def __init__(self, address, log, repeat=7):
        self.address = address
        self.log = log
        self.repeat = repeat

    def measure(self, path, session=None):
        """Ask for a page several times.

        Records are read anew by every request; what the server keeps between requests
        (templates, views, translations) is there after the first ones, as it is for
        all visitors but one.

        :param session: of somebody who is logged in, else a visitor
        :raise RuntimeError: the page answers with an error
        """
        session = session or requests.Session()
        return self.measure_calls(
            lambda _turn: session.get(self.address + path, timeout=120)
        )

    def measure_calls(self, call):
        """:param call: sends one request, given the number of the turn, and returns
        the answer"""
        start = self.log.stat().st_size
        count = WARM_UP + self.repeat
        for turn in range(count):
            answer = call(turn)
            if not answer.ok:
                raise RuntimeError(f"{answer.url} answers {answer.status_code}")
        lines = self._read(start, count)[-self.repeat :]
        times = sorted(
            1000 * (float(line["database"]) + float(line["rest"])) for line in lines
        )
        return Cost(
            milliseconds=round(statistics.median(times), 1),
            slow=round(times[math.ceil(0.95 * len(times)) - 1], 1),
            queries=int(statistics.median(int(line["queries"]) for line in lines)),
            size=round(len(answer.content) / 1000, 1),
        )

    def _read(self, start, count, seconds=10):
        """Lines of ``count`` requests, which may be logged after they were answered."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            with self.log.open(encoding="utf-8", errors="replace") as file:
                file.seek(start)
                lines = [match.groupdict() for match in LINE.finditer(file.read())]
            if len(lines) >= count:
                return lines
            time.sleep(0.05)
        raise RuntimeError(f"{self.log} has {len(lines)} of {count} requests")
