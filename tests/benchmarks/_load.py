"""Many customers at once: virtual ones who order all the time, and a rush on few units.

They meet a server with two workers, as in production, on committed data.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import requests
from support import server
from support.journeys import TOKEN

WORKERS = ("--workers=2", "--limit-time-real=600", "--limit-time-cpu=600")
CUSTOMERS = Path(__file__).with_name("_customers.py")
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


@dataclass
class Throughput:
    """What virtual customers reached.

    :ivar orders: placed in the time
    :ivar per_minute: orders placed in a minute
    :ivar errors: requests and journeys that failed
    :ivar slow: milliseconds of the slowest twentieth of all requests (95th percentile)
    :ivar told: why journeys failed, a few of them
    """

    orders: int
    per_minute: float
    errors: int
    slow: float
    told: list


def log_all_in(address, logins, password):
    """:return: ids of sessions; some at once, checking a password takes long"""
    with ThreadPoolExecutor(4) as pool:
        sessions = pool.map(
            lambda login: server.log_in(address, login, password), logins
        )
        return [session.cookies["session_id"] for session in sessions]


def drive(address, load, seconds):
    """Run locust: as many customers as there are sessions, for so many seconds.

    :param load: see ``_customers``
    """
    count = len(load["sessions"])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "load.json")
        file.write_text(json.dumps(load), encoding="utf-8")
        command = [sys.executable, "-m", "locust", "-f", str(CUSTOMERS), "--headless"]
        command += ["--host", address, "--users", str(count), "--spawn-rate"]
        command += [str(count), "--run-time", f"{seconds}s", "--stop-timeout", "60"]
        command += ["--json", "--exit-code-on-error", "0", "--loglevel", "ERROR"]
        ended = subprocess.run(
            command,
            env={**os.environ, "OFF_LOAD": str(file)},
            capture_output=True,
            text=True,
            timeout=seconds + 300,
            check=False,
        )
    try:
        return _read(json.loads(ended.stdout), seconds, ended.stderr)
    except ValueError as error:
        raise RuntimeError(f"locust ended oddly: {ended.stderr[-2000:]}") from error


def _read(rows, seconds, told):
    journeys = [row for row in rows if row["method"] == "JOURNEY"]
    others = [row for row in rows if row["method"] != "JOURNEY"]
    done = sum(row["num_requests"] - row["num_failures"] for row in journeys)
    times = Counter()
    for row in others:
        times.update({float(ms): n for ms, n in row["response_times"].items()})
    return Throughput(
        orders=done,
        per_minute=60 * done / seconds,
        errors=sum(row["num_failures"] for row in rows),
        slow=_get_percentile(times, 0.95),
        told=re.findall(r"Stopped\S*\(?.*", told)[:5],
    )


def _get_percentile(times, share):
    left = share * sum(times.values())
    for milliseconds in sorted(times):
        left -= times[milliseconds]
        if left <= 0:
            return milliseconds
    return 0.0


@dataclass
class Rush:
    """What came of many buyers on few units.

    :ivar sold: orders that were validated, by the database
    :ivar told: buyers who were told what is left
    :ivar failed: answers that are neither
    :ivar deadlocks: counted by PostgreSQL meanwhile
    :ivar turned_away: connections that the server's queue had no place for, which the
        buyers opened again: Odoo lets 8 wait for each of its workers
    """

    sold: int
    told: int
    failed: list
    deadlocks: int
    turned_away: int


def rush(address, env, exchange, sessions, form):
    """All buyers send the same form at the same moment.

    :param env: to look at the database
    :param exchange: id of the off.exchange
    :param form: what each of them orders
    """
    url = f"{address}/cycles/{exchange}"
    before = _count_deadlocks(env)
    barrier = threading.Barrier(len(sessions))
    turned_away = []

    def insist(ask):
        """Ask again, like somebody who presses the button once more."""
        for wait in (0.2, 0.5, 1, 2, 4, 8):
            try:
                return ask()
            except requests.ConnectionError as error:
                turned_away.append(error)
                time.sleep(wait)
        return ask()

    def order(session_id):
        session = requests.Session()
        session.cookies.set("session_id", session_id)
        page = insist(lambda: session.get(url, timeout=300))
        data = {**form, "csrf_token": TOKEN.search(page.text)[1]}
        barrier.wait(600)
        answer = insist(
            lambda: session.post(
                f"{url}/order", data=data, timeout=600, allow_redirects=False
            )
        )
        if answer.status_code == 303 and "/my/orders/" in answer.headers["Location"]:
            return "sold"
        if answer.ok and 'id="off_error"' in answer.text:
            return "told"
        return f"{answer.status_code} {answer.headers.get('Location', '')}"

    with ThreadPoolExecutor(len(sessions)) as pool:
        outcomes = Counter(pool.map(order, sessions))
    env.cr.rollback()
    return Rush(
        sold=env["sale.order"].search_count(
            [("off_exchange_id", "=", exchange), ("state", "=", "sale")]
        ),
        told=outcomes.pop("told", 0),
        failed=[f"{n} × {what}" for what, n in outcomes.items() if what != "sold"],
        deadlocks=_count_deadlocks(env) - before,
        turned_away=len(turned_away),
    )


def _count_deadlocks(env):
    env.cr.rollback()
    env.cr.execute("SELECT pg_stat_clear_snapshot()")
    env.cr.execute(DEADLOCKS)
    return env.cr.fetchone()[0]
