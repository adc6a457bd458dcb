"""The association's cycles, one in each state, and the market's first one."""

from datetime import datetime, timedelta

import pytz
from babel.dates import format_date

from odoo import fields
from odoo.fields import Command

from .books import settle
from .handling import weigh, write_lots
from .people import LANGUAGE, TIME_ZONE

DAIRY = "La Laiterie des Marzelles"
RESTAURANT = "La Table des Bateliers"
# Tomme, chicken, rapeseed oil and apple juice are on its menu each time.
MENU = ("LDM-015", "VTG-001", "HDS-001", "VHB-017")
OPENS_BEFORE = timedelta(days=12)
CLOSES_BEFORE = timedelta(days=4)
# What hubs live on: (name, type, calculator, its parameters, tax, level).
FEES = (
    (
        "Local et camionnette",
        "transport",
        "percent_per_item",
        {"percent": 8},
        "inherit",
        "outgoing",
    ),
    (
        "Participation aux frais",
        "admin",
        "flat_per_order",
        {"amount": 0.5},
        "own",
        "coordinator",
    ),
)


def tell_cycles(federation):
    """Play the cycles, oldest first, so that numbers and dates follow each other."""
    association, market = federation.association, federation.market
    _set_fees(association, FEES)
    _set_fees(market, FEES[:1])
    settled = play(federation, association, -20, 16, "distributed")
    settle(federation, settled)
    play(federation, association, -6, 12, "distributed")
    play(federation, association, 1, 14, "closed")
    play(federation, association, 8, 18, "open")
    play(federation, association, 15, 0, "draft")
    play(federation, market, 7, 3, "open")


def play(federation, operator, days, orders, state):
    """A cycle whose goods are collected in ``days`` days, brought to ``state``.

    :param orders: how many families order
    :return: off.order.cycle, as its coordinator sees it
    """
    pickup = local_time(days, 17, 30)
    _declare_anew(operator)
    cycle = _plan(operator, pickup)
    if state == "draft":
        return cycle
    # Everything happens now, and gets the dates of the story afterwards.
    true_dates = {"date_open": cycle.date_open, "date_close": cycle.date_close}
    now = fields.Datetime.now()
    cycle.write({"date_open": now, "date_close": now + timedelta(hours=1)})
    cycle.action_open()
    placed = _order(federation, operator, cycle, orders)
    if state == "open":
        _change_minds(operator, cycle, placed)
    else:
        cycle.action_close()
        _receive(cycle, everything=state == "distributed")
    if state == "distributed":
        cycle.action_allocate()
        weigh(federation, cycle)
        cycle.action_distribute()
    cycle.write(true_dates)
    _date_documents(cycle, pickup)
    return cycle


def local_time(days, hour, minute=0):
    """The moment in ``days`` days at that hour in France, in UTC without zone."""
    zone = pytz.timezone(TIME_ZONE)
    day = datetime.now(zone) + timedelta(days=days)
    local = zone.localize(datetime(day.year, day.month, day.day, hour, minute))
    return local.astimezone(pytz.UTC).replace(tzinfo=None)


# -- planning ------------------------------------------------------------------------
def _set_fees(operator, fees):
    standard = operator.env.ref("off_l10n_fr.tax_category_standard")
    operator.env["off.fee"].create(
        [
            {
                "name": name,
                "hub_id": operator.hub.id,
                "fee_type": fee_type,
                "calculator": calculator,
                "tax_rule": tax_rule,
                "tax_category_id": tax_rule == "own" and standard.id,
                "default_level": level,
                **parameters,
            }
            for name, fee_type, calculator, parameters, tax_rule, level in fees
        ]
    )


def _declare_anew(operator):
    """Before each cycle the producers declare what they have once more."""
    rows = operator.env["off.availability"].search(
        [
            ("declared_qty", ">", 0),
            ("producer_id.off_catalog_company_ids", "in", operator.company.ids),
        ]
    )
    for row in rows:
        row.declared_qty += row.reserved_qty


def _name_day(moment):
    day = format_date(moment, "EEEE d MMMM", LANGUAGE)
    return day.replace(" 1 ", " 1er ")


def _plan(operator, pickup):
    cycle = operator.env["off.order.cycle"].create(
        {
            "name": f"Paniers du {_name_day(pickup)}",
            "coordinator_id": operator.hub.id,
            "date_open": pickup - OPENS_BEFORE,
            "date_close": pickup - CLOSES_BEFORE,
        }
    )
    cycle.action_fill_offers()
    operator.env["off.pickup.slot"].create(
        [
            {
                "exchange_id": cycle.outgoing_ids.id,
                "point_id": point.id,
                "date_start": pickup,
                "date_end": pickup + timedelta(hours=2),
            }
            for point in operator.points
        ]
    )
    return cycle


# -- ordering ------------------------------------------------------------------------
def _order(federation, operator, cycle, count):
    """Orders of the customer with a login and of ``count - 1`` families; at the
    association also of a restaurant, which gets a delivery note of its own."""
    customer = federation.customer.partner_id
    families = federation.random.sample(list(federation.families), count - 1)
    if operator is not federation.association:
        families = _make_neighbours(operator, count - 1)
        # It left its name at the stand: an operator sells to whom it knows.
        customer.off_company_ids |= operator.company
    wanted = [_choose(federation, cycle) for _buyer in (customer, *families)]
    orders = [
        _prepare_order(federation, operator, cycle, buyer, quantities)
        for buyer, quantities in zip((customer, *families), wanted, strict=True)
    ]
    if operator is federation.association:
        restaurant = federation.find(RESTAURANT)
        menu = _choose_menu(cycle)
        orders.insert(1, _prepare_order(federation, operator, cycle, restaurant, menu))
    orders = operator.env["sale.order"].create(orders)
    orders.action_confirm()
    return orders


def _make_neighbours(operator, count):
    names = ("Famille Zidane", "Famille Roy", "Famille Weber")[:count]
    return operator.env["res.partner"].create(
        [{"name": name, "city": operator.company.city} for name in names]
    )


def _choose(federation, cycle):
    """Three to eight things, as a household takes them.

    :return: ``{offer: quantity}``
    """
    offers = federation.random.sample(
        [
            offer
            for offer in cycle.outgoing_ids.offer_ids
            if offer.product_id.off_on_demand or offer.product_id.off_available_qty > 8
        ],
        federation.random.randint(3, 8),
    )
    return {
        offer: max(
            federation.random.choice((1, 1, 1, 2, 2, 3)), offer.product_id.off_min_qty
        )
        for offer in offers
    }


def _choose_menu(cycle):
    """What a restaurant takes: the same each time, and six of each."""
    return {
        offer: 6
        for offer in cycle.outgoing_ids.offer_ids
        if offer.product_id.default_code in MENU
    }


def _prepare_order(federation, operator, cycle, buyer, quantities):
    """Values of an order.

    :param quantities: ``{offer: quantity}``
    """
    wanted = federation.families.get(buyer, operator.points[0])
    slot = cycle.slot_ids.filtered(lambda slot: slot.point_id == wanted)
    return {
        "partner_id": buyer.id,
        "off_exchange_id": cycle.outgoing_ids.id,
        "off_slot_id": slot.id,
        "order_line": [
            Command.create(
                {
                    "product_id": offer.product_id.id,
                    "off_offer_id": offer.id,
                    "product_uom_qty": quantity,
                }
            )
            for offer, quantity in quantities.items()
        ],
    }


def _change_minds(operator, cycle, orders):
    """One family cancelled, another has not made up its mind: a quotation."""
    if len(orders) < 4:
        return
    orders[-1].with_context(disable_cancel_warning=True).action_cancel()
    orders[-2].copy(
        {
            "off_exchange_id": cycle.outgoing_ids.id,
            "off_slot_id": cycle.slot_ids[0].id,
        }
    )


# -- goods ---------------------------------------------------------------------------
def _receive(cycle, everything):
    """Producers deliver; one thing is short. Else two of them have yet to come."""
    receipts = cycle.picking_ids.filtered(
        lambda picking: picking.picking_type_code == "incoming"
    )
    if not everything:
        # The dairy comes last: lots and dates are to be written.
        receipts = receipts.sorted(lambda one: one.partner_id.name == DAIRY)[:-2]
    short = receipts.move_ids.sorted("product_uom_qty")[-1:]
    short.quantity = short.product_uom_qty - 1
    write_lots(receipts)
    receipts.move_ids.picked = True
    receipts.with_context(
        skip_backorder=True, picking_ids_not_to_backorder=receipts.ids
    ).button_validate()


def _date_documents(cycle, pickup):
    """Give what happened just now the dates at which it happens in the story."""
    until = min(cycle.date_close, fields.Datetime.now())
    orders = cycle.order_ids.sorted("id")
    step = (until - cycle.date_open) / (len(orders) + 1)
    for rank, order in enumerate(orders, 1):
        moment = (cycle.date_open + rank * step).replace(microsecond=0)
        # Nobody orders at night.
        order.date_order = moment - timedelta(
            hours=7 if not 6 <= moment.hour < 21 else 0
        )
    if cycle.state == "open":
        return
    cycle.sudo().date_closed = cycle.date_close
    cycle.purchase_ids.write(
        {"date_order": cycle.date_close, "date_approve": cycle.date_close}
    )
    done = cycle.picking_ids.filtered(lambda picking: picking.state == "done")
    for picking in done:
        incoming = picking.picking_type_code == "incoming"
        moment = pickup - timedelta(hours=3) if incoming else pickup
        picking.date_done = min(moment, fields.Datetime.now())
