"""A hundred thousand allocations: half of the products come in a lot, the others
without, in twenty receipts."""

from collections import defaultdict

from ._reports_seed import EACH, make_orders

RECEIPTS = 20


def make_traces(env, seed, lines, products):
    """
    :return: dict with ids: ``user``, ``lot``, ``line`` (of a receipt without lot),
        ``customer``, ``order``, and ``name``, that of the lot
    """
    made = make_orders(env, seed, lines // EACH * EACH, products)
    cycle = made["cycle"]
    env = env["res.company"].with_company(cycle.company_id).env
    wanted = _sum_wanted(env, cycle)
    goods = env["product.product"].browse(wanted).sorted("id")
    goods.product_tmpl_id.write({"is_storable": True})
    tracked = goods[::2]
    tracked.product_tmpl_id.write({"tracking": "lot"})
    lots = env["stock.lot"].create(
        [
            {
                "name": f"BENCH-{one.id}",
                "product_id": one.id,
                "company_id": cycle.company_id.id,
            }
            for one in tracked
        ]
    )
    of_product = {lot.product_id: lot for lot in lots}
    received = _receive(env, cycle, wanted, goods, of_product)
    _hand_over(env, cycle, wanted, goods, of_product)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    loose = received.filtered(lambda line: not line.lot_id)
    order = cycle.order_ids[0]
    return {
        "user": made["user"].id,
        "lot": lots[0].id,
        "name": lots[0].name,
        "line": loose[0].id,
        "customer": order.partner_id.id,
        "order": order.id,
    }


def _sum_wanted(env, cycle):
    env.cr.execute(
        """SELECT product_id, sum(quantity) FROM off_allocation WHERE cycle_id = %s
            GROUP BY product_id""",
        [cycle.id],
    )
    return {product: float(quantity) for product, quantity in env.cr.fetchall()}


def _get_places(env, cycle, incoming):
    warehouse = env["stock.warehouse"].search(
        [("company_id", "=", cycle.company_id.id)], limit=1
    )
    kind = warehouse.in_type_id if incoming else warehouse.out_type_id
    usage = "supplier" if incoming else "customer"
    outside = env.ref(f"stock.stock_location_{usage}s")
    stock = warehouse.lot_stock_id
    return {
        "picking_type_id": kind.id,
        "location_id": (outside if incoming else stock).id,
        "location_dest_id": (stock if incoming else outside).id,
        "off_cycle_id": cycle.id,
    }


def _receive(env, cycle, wanted, goods, of_product):
    from odoo.addons.off_order_cycle.models.stock_picking_transfer import Moved

    places = _get_places(env, cycle, True)
    lines = env["stock.move.line"]
    Lot = env["stock.lot"]
    for number in range(RECEIPTS):
        moved = [
            Moved(one, {}, {of_product[one]: wanted[one.id]})
            for one in goods
            if one in of_product and not number
        ] + [
            Moved(one, {}, {Lot: wanted[one.id] / RECEIPTS + 1})
            for one in goods
            if one not in of_product
        ]
        for made in env["stock.picking"]._off_transfer([({**places}, moved)]):
            lines = lines.union(*made)
    return lines


def _hand_over(env, cycle, wanted, goods, of_product):
    from odoo.addons.off_order_cycle.models.stock_picking_transfer import Moved

    Lot = env["stock.lot"]
    moved = [
        Moved(one, {}, {of_product.get(one, Lot): wanted[one.id]}) for one in goods
    ]
    plan = (_get_places(env, cycle, False), moved)
    (lines,) = env["stock.picking"]._off_transfer([plan])
    env.flush_all()
    ties = defaultdict(list)
    for line in lines:
        ties["product"].append(line.product_id.id)
        ties["line"].append(line.id)
        ties["lot"].append(line.lot_id.id or None)
    env.cr.execute(
        """UPDATE off_allocation given
              SET move_line_id = tied.line, lot_id = tied.lot, date_delivered = now()
             FROM unnest(%s::int[], %s::int[], %s::int[]) AS tied(product, line, lot)
            WHERE given.cycle_id = %s AND given.product_id = tied.product""",
        [ties["product"], ties["line"], ties["lot"], cycle.id],
    )
