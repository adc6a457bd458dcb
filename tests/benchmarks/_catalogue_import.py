"""Bring a large catalogue in, then the same again."""

import base64
import csv
import io
import resource
import time

from odoo.addons.off_hub_network.ofn.schema import COLUMNS

from ._figures import figure

ROWS = 10_000
PRODUCERS = 100
FORMATS = 4  # of each product
LIMIT = 60  # seconds
MEMORY = 500  # MiB


def make_file(rows=ROWS):
    """A file in Open Food Network's product format, as bytes."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, restval="")
    writer.writeheader()
    for n in range(rows):
        product, size = divmod(n, FORMATS)
        writer.writerow(
            {
                "producer": f"Import farm {product % PRODUCERS:03}",
                "sku": f"IMP-{n:05}",
                "name": f"Import product {product:05}",
                "category": f"Import category {product % 20:02}",
                "units": 250 * (size + 1),
                "unit_type": "g",
                "price": f"{1 + n % 90 / 10:.2f}",
                "on_hand": n % 200,
            }
        )
    return file.getvalue().encode()


def measure(env, hub, rows=ROWS):
    """:param hub: id of the ``off.hub`` that brings the file in

    :return: list of figures
    """
    data = base64.b64encode(make_file(rows))
    first, again = (_time_import(env, hub, data) for _turn in range(2))
    # Of this process at its highest: the network was made in it too.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        figure(f"import of {rows} rows", first, "s", LIMIT),
        figure(f"import of {rows} rows again", again, "s"),
        figure("import, peak memory", memory, "MiB", MEMORY),
    ]


def _time_import(env, hub, data):
    wizard = env["off.catalog.import"].create({"hub_id": hub, "data": data})
    start = time.monotonic()
    wizard.action_apply()
    env.cr.commit()
    return time.monotonic() - start
