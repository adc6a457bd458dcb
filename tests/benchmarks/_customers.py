"""Virtual customers for locust: each orders, again and again, as fast as it is served.

``OFF_LOAD`` names a JSON file: ``{"journey": name in support.journeys, "plan": its,
"goods": list of what can be chosen, "sessions": list of session ids, "seed": number}``.
"""

import json
import os
import random
import sys
import time
from pathlib import Path

from locust import HttpUser, constant, events, task

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support import journeys

LOAD = json.loads(Path(os.environ["OFF_LOAD"]).read_text(encoding="utf-8"))
SESSIONS = iter(LOAD["sessions"])
CHOSEN = 5  # products of an order


class Customer(HttpUser):
    wait_time = constant(0)

    def on_start(self):
        session = next(SESSIONS)
        self.client.cookies.set("session_id", session)
        self.random = random.Random(f"{LOAD['seed']}-{session}")

    @task
    def order(self):
        goods = self.random.sample(LOAD["goods"], CHOSEN)
        goods = {tuple(one) if isinstance(one, list) else one: 1 for one in goods}
        start = time.perf_counter()
        error = None
        try:
            getattr(journeys, LOAD["journey"])(self.client, LOAD["plan"], goods)
        except journeys.Stopped as stopped:
            error = stopped
        events.request.fire(
            request_type="JOURNEY",
            name="order placed",
            response_time=1000 * (time.perf_counter() - start),
            response_length=0,
            exception=error,
        )
