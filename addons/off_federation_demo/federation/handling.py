"""How goods are handled: lots and dates, scales, containers that come back, and what
the association keeps in its own store."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .goods import find_products
from .people import read_rows


def handle_goods(federation):
    """Before anything is ordered."""
    operator = federation.association
    _track(operator)
    _fill_stores(operator)
    _prepare_pickups(federation)


def _track(operator):
    """What is kept by lot, weighed, or comes in a container."""
    env = operator.env
    containers = {
        row["name"]: env["product.product"].create(
            {
                "name": row["name"],
                "type": "service",
                "off_deposit": float(row["deposit"]),
            }
        )
        for row in read_rows("containers")
    }
    rows = read_rows("handling")
    products = find_products(env, [row["sku"] for row in rows])
    shelf_lives = {row["sku"]: int(row["days"]) for row in read_rows("products")}
    for row in rows:
        # Kilograms of one, about; a content in grams says it already.
        products[row["sku"]].weight = float(row["weighed"] or 0)
    for row in rows:
        template = products[row["sku"]].product_tmpl_id
        if row["lots"]:
            template.write(
                {
                    "tracking": "lot",
                    "use_expiration_date": True,
                    "expiration_time": shelf_lives[row["sku"]],
                }
            )
        if row["weighed"]:
            template.off_billed_by_weight = True
        if row["container"]:
            template.product_variant_ids.write(
                {
                    "off_container_id": containers[row["container"]].id,
                    "off_container_qty": int(row["containers"]),
                }
            )


def _fill_stores(operator):
    """A count of two stores, what is sold from them, and when it is ordered anew."""
    env = operator.env
    rows = read_rows("stock")
    products = find_products(env, [row["sku"] for row in rows])
    stores = {row["sku"]: _find_store(operator, row["store"]) for row in rows}
    for row in rows:
        products[row["sku"]].standard_price = float(row["cost"])
    counted = (
        env["stock.quant"]
        .with_context(inventory_mode=True)
        .create(
            [
                {
                    "product_id": products[row["sku"]].id,
                    "location_id": stores[row["sku"]].lot_stock_id.id,
                    "lot_id": row["lot"] and _make_lot(products[row["sku"]], row).id,
                    "inventory_quantity": float(row["quantity"]),
                }
                for row in rows
            ]
        )
    )
    counted.action_apply_inventory()
    env["off.catalog.item"].create(
        [
            {
                "hub_id": operator.hub.id,
                "product_id": product.id,
                "warehouse_id": stores[sku].id,
            }
            for sku, product in products.items()
        ]
    )
    for row in rows:
        if row["least"]:
            _order_anew(products[row["sku"]], stores[row["sku"]], row)


def _find_store(operator, name):
    """The operator's first warehouse, or another of that name: made by whoever sets up
    the database."""
    warehouses = operator.env["stock.warehouse"].sudo()
    mine = [("company_id", "=", operator.company.id)]
    if not name:
        return warehouses.search(mine, limit=1)
    return warehouses.search([*mine, ("name", "=", name)]) or warehouses.create(
        {"name": name, "code": name[:5].upper(), "company_id": operator.company.id}
    )


def _order_anew(product, store, row):
    """Below so many units, so many are proposed to be ordered of the producer."""
    product.sudo().seller_ids = [
        Command.create(
            {
                "partner_id": product.off_producer_id.id,
                "price": float(row["cost"]),
                "company_id": store.company_id.id,
            }
        )
    ]
    store.env["stock.warehouse.orderpoint"].create(
        {
            "product_id": product.id,
            "warehouse_id": store.id,
            "location_id": store.lot_stock_id.id,
            "product_min_qty": float(row["least"]),
            "product_max_qty": float(row["most"]),
            "trigger": "manual",
            "company_id": store.company_id.id,
        }
    )


def _make_lot(product, row):
    lot = product.env["stock.lot"].create(
        {
            "name": row["lot"],
            "product_id": product.id,
            "company_id": product.env.company.id,
        }
    )
    lot.expiration_date = fields.Datetime.now() + timedelta(days=int(row["days"]))
    return lot


def _prepare_pickups(federation):
    """Cash and cards are taken on site; a member keeps the first point as a volunteer,
    with no other right."""
    operator = federation.association
    journals = operator.env["account.journal"].sudo()
    cash = journals.create(
        {
            "name": "Caisse des distributions",
            "type": "cash",
            "code": "CAISS",
            "company_id": operator.company.id,
        }
    )
    bank = journals.search(
        [("company_id", "=", operator.company.id), ("type", "=", "bank")], limit=1
    )
    operator.hub.pickup_journal_ids = cash | bank
    passer_by, grocery = operator.env["res.partner"].create(
        [
            {"name": "Client de passage", "city": "Nantes"},
            {
                "name": "L’Épicerie du Coin, épicerie solidaire",
                "is_company": True,
                "city": "Nantes",
            },
        ]
    )
    operator.hub.write(
        {"pickup_walk_in_id": passer_by.id, "pickup_donee_id": grocery.id}
    )
    operator.points[0].keeper_ids = federation.customer.partner_id


def write_lots(receipts):
    """Lots and dates of what arrives, as they are read from the crates."""
    now = fields.Datetime.now()
    today = fields.Date.context_today(receipts)
    for line in receipts.move_line_ids:
        product = line.product_id
        if product.tracking == "lot":
            days = timedelta(days=product.expiration_time)
            line.write(
                {
                    "lot_name": f"{product.default_code}-{today:%d%m}",
                    "expiration_date": now + days,
                }
            )


def weigh(federation, cycle):
    """What the scales say of poultry and cheese, a little more or less than guessed."""
    for allocation in cycle.allocation_ids.filtered("unit_weight"):
        part = federation.random.uniform(0.93, 1.08)
        allocation.weight = round(allocation.estimated_weight * part, 3)
