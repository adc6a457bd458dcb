"""Gather what a scenario made, checked and how long each step took."""

import time
from contextlib import contextmanager


class Report:
    def __init__(self):
        self.checks = []
        self.made = {}
        self.totals = {}
        self.seconds = {}

    def check(self, name, ok, detail):
        """Record a check.

        :param name: the number of the rule that it shows, and its subject
        :param detail: the figures that were compared
        """
        self.checks.append({"name": name, "ok": bool(ok), "detail": str(detail)})

    @contextmanager
    def step(self, name):
        start = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - start, 2)

    def as_dict(self):
        return {
            "ok": bool(self.checks) and all(check["ok"] for check in self.checks),
            "checks": self.checks,
            "made": self.made,
            "totals": self.totals,
            "seconds": self.seconds,
        }
