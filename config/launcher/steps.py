"""Progress: one line a step, with a live timer where someone watches."""

import sys
import threading
import time
from contextlib import contextmanager


def duration(seconds):
    """Return a duration as people read it."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


class Steps:
    """Counts and shows the steps of one command on standard error.

    :param total: number of steps
    :param stream: where they are shown
    :param brief: show only the steps that take their time
    """

    def __init__(self, total, stream=None, brief=False):
        self.total = total
        self.number = 0
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()
        self.note = ""
        self.brief = brief

    def say(self, text):
        """Set the detail shown beside the running step."""
        self.note = text

    @contextmanager
    def step(self, title):
        """Show one step while its body runs."""
        self.number += 1
        self.note = ""
        head = f"[{self.number}/{self.total}] {title}"
        began = time.monotonic()
        done = threading.Event()
        watcher = self._watch(head, began, done)
        outcome = "failed after"
        try:
            yield self.say
            outcome = ""
        finally:
            done.set()
            watcher.join()
            self._finish(head, outcome, time.monotonic() - began)

    def _watch(self, head, began, done):
        watcher = threading.Thread(
            target=self._tick, args=(head, began, done), daemon=True
        )
        watcher.start()
        return watcher

    def _tick(self, head, began, done):
        """Redraw the live line; without a terminal, show slow steps once."""
        if not self.live:
            if not done.wait(2):
                print(f"{head} …", file=self.stream, flush=True)
            return
        while not done.wait(0.5):
            self._draw(f"{head} … {duration(time.monotonic() - began)} {self.note}")

    def _draw(self, text):
        self.stream.write("\r\x1b[K" + text[:110])
        self.stream.flush()

    def _finish(self, head, outcome, seconds):
        if self.brief and seconds < 1 and not outcome:
            return
        parts = [head, "…", outcome, duration(seconds)]
        line = " ".join(part for part in parts if part)
        if self.note:
            line += f" ({self.note})"
        if self.live:
            self.stream.write("\r\x1b[K")
        print(line, file=self.stream, flush=True)
