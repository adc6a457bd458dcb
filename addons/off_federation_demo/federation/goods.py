"""What products say of themselves, and the terms at which hubs sell them."""

from collections import defaultdict

from odoo.fields import Command

from .people import read_rows
from .profiles import read_image


def describe_goods(federation):
    """The association keeps the catalogue; each hub decides on its own terms."""
    _describe_all(federation)
    _describe_each(federation)
    _set_terms(federation)


def _describe_all(federation):
    """What holds for all goods of a producer, or all that are kept alike."""
    Template = federation.association.env["product.template"]
    templates = Template.search([("off_producer_id", "!=", False)])
    for category, kept_alike in templates.grouped("off_shipping_category_id").items():
        if category.temperature:
            kept_alike.write({"off_storage": category.temperature})
    organic = Template.env.ref("off_hub_network.label_organic")
    certified = {
        row["name"] for row in read_rows("certificates") if row["label"] == "organic"
    }
    for row in read_rows("producers"):
        vals = {"off_origin": row["origin"]}
        if row["name"] in certified:
            vals["off_label_ids"] = [Command.link(organic.id)]
        templates.filtered(
            lambda template, name=row["name"]: template.off_producer_id.name == name
        ).write(vals)


def _describe_each(federation):
    env = federation.association.env
    rows = read_rows("products")
    products = find_products(env, [row["sku"] for row in rows])
    minimums = defaultdict(env["product.product"].browse)
    for row in rows:
        product = products[row["sku"]]
        vals = {
            "off_season_ids": [Command.set(_get_season(env, row["season"]).ids)],
            "off_shelf_life": int(row["days"]),
            "off_allergen_ids": _link(env, "allergen", row["allergens"]),
            "off_label_ids": _link(env, "label", row["labels"]),
        }
        if row["photo"]:
            vals["image_1920"] = read_image(row["photo"])
        product.product_tmpl_id.write(vals)
        if row["minimum"] != "0":
            minimums[row["minimum"]] |= product
    for minimum, concerned in minimums.items():
        concerned.write({"off_min_qty": float(minimum)})


def find_products(env, skus):
    """:return: ``{sku: product.product}``"""
    found = env["product.product"].search([("default_code", "in", list(skus))])
    return {product.default_code: product for product in found}


def _link(env, kind, names):
    return [
        Command.link(env.ref(f"off_hub_network.{kind}_{name}").id)
        for name in names.split()
    ]


def _get_season(env, months):
    """Months of “10-3”, October to March; none for a product of all the year."""
    if not months:
        return env["off.month"]
    first, last = map(int, months.split("-"))
    count = (last - first) % 12 + 1
    numbers = [(first - 1 + shift) % 12 + 1 for shift in range(count)]
    return env["off.month"].search([("number", "in", numbers)])


def _set_terms(federation):
    """Two hubs sell the same orchard's goods, each in its own way."""
    rows = read_rows("terms")
    for operator in (federation.association, federation.market):
        own = [row for row in rows if row["hub"] == operator.hub.name]
        products = find_products(operator.env, [row["sku"] for row in own])
        operator.env["off.catalog.item"].create(
            [
                {
                    "hub_id": operator.hub.id,
                    "product_id": products[row["sku"]].id,
                    "visible": row["visible"] == "1",
                    "price_rule": row["price_rule"],
                    "margin": float(row["margin"] or 0),
                    "price": float(row["price"] or 0),
                    "own_stock": row["own_stock"] == "1",
                    "declared_qty": float(row["quantity"] or 0),
                }
                for row in own
            ]
        )
