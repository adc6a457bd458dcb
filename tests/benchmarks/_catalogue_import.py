"""Bring a large catalogue in, then the same again, then the same changed; beside it,
stock Odoo's own import of the same products."""

import base64
import csv
import io
import resource
import time

from ._figures import figure

ROWS = 10_000
PRODUCERS = 100
FORMATS = 4  # of each product
LIMIT = 60  # seconds
MEMORY = 500  # MiB
STOCK_ROWS = 500
STOCK_FIELDS = ["name", "default_code", "list_price", "weight"]


def make_rows(rows=ROWS, price=1.0):
    """Rows of Open Food Network's product format, as dictionaries."""
    for n in range(rows):
        product, size = divmod(n, FORMATS)
        yield {
            "producer": f"Import farm {product % PRODUCERS:03}",
            "sku": f"IMP-{n:05}",
            "name": f"Import product {product:05}",
            "category": f"Import category {product % 20:02}",
            "units": 250 * (size + 1),
            "unit_type": "g",
            "price": f"{price + n % 90 / 10:.2f}",
            "on_hand": n % 200,
        }


def make_file(rows=ROWS, price=1.0):
    """The same as a file, as bytes."""
    from odoo.addons.off_hub_network.ofn.schema import COLUMNS

    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(make_rows(rows, price))
    return file.getvalue().encode()


def measure(env, hub=None, rows=ROWS):
    """Import ``rows`` rows and commit them.

    :param hub: id of the ``off.hub`` that brings the file in; one made for it when None
    :return: list of figures
    """
    hub = hub or make_hub(env)
    data = make_file(rows)
    first, again, changed = (
        _time_import(env, hub, content)
        for content in (data, data, make_file(rows, price=2.0))
    )
    # Of this process at its highest: what was done in it before counts too.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    stock = _time_stock(env)
    return [
        figure(f"import of {rows} rows", first, "s", LIMIT),
        figure(f"import of {rows} rows again", again, "s", LIMIT),
        figure(f"import of {rows} changed prices", changed, "s", LIMIT),
        figure("import, peak memory", memory, "MiB", MEMORY),
        figure("import, a row", first / rows * 1000, "ms"),
        figure("stock import, a row", stock * 1000, "ms"),
    ]


def make_hub(env):
    """Id of a hub of a new operator."""
    company = env["res.company"].create({"name": "Import operator"})
    company.off_is_operator = True
    return env["off.hub"].create({"name": "Import hub", "company_id": company.id}).id


def _time_import(env, hub, data):
    operator = env["off.hub"].browse(hub).company_id
    env = env(context={**env.context, "allowed_company_ids": operator.ids})
    wizard = env["off.catalog.import"].create(
        {"hub_id": hub, "data": base64.b64encode(data)}
    )
    start = time.monotonic()
    wizard.action_apply()
    env.cr.commit()
    return time.monotonic() - start


def _time_stock(env):
    """Seconds a row that Odoo's ``load`` takes for the same products, one product a
    row, without producers, contents or availability; they are taken back."""
    values = [
        [row["name"], row["sku"], row["price"], str(row["units"] / 1000)]
        for row in make_rows(STOCK_ROWS)
    ]
    with env.cr.savepoint() as savepoint:
        start = time.monotonic()
        result = env["product.template"].load(STOCK_FIELDS, values)
        env.flush_all()
        seconds = time.monotonic() - start
        savepoint.rollback()
    env.invalidate_all()
    if not result["ids"]:
        raise RuntimeError(f"stock import failed: {result['messages'][:3]}")
    return seconds / STOCK_ROWS
