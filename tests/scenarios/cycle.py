"""One order cycle, from a catalogue file to posted invoices."""

import base64
import os
import random
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from support import server
from support.report import Report

from . import _cycle_checks as checks

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "addons/off_hub_network/demo/catalogue_fr.csv"
PASSWORD = "scenario-password"
MARGIN = 1.1
PRICES = """
    SELECT l.id, sold.price, bought.price
      FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
      JOIN off_offer sold ON sold.id = l.off_offer_id
      JOIN off_offer bought ON bought.id = sold.incoming_id
     WHERE o.off_cycle_id = %s AND o.state = 'sale' AND l.id <> ALL (%s)"""


def add_arguments(parser):
    parser.add_argument(
        "--catalogue",
        type=Path,
        default=CATALOGUE,
        help="a product file of Open Food Network, CSV",
    )
    parser.add_argument("--orders", type=int, default=60, help="how many, 1 or more")


def check_arguments(args):
    if args.orders < 1:
        raise ValueError(f"--orders {args.orders} places no order; give 1 or more")
    # The launcher runs this elsewhere than where it was called.
    args.catalogue = Path(os.environ.get("OFF_CWD", ""), args.catalogue)
    if not args.catalogue.is_file():
        raise ValueError(f"{args.catalogue} is no file; name a catalogue in CSV")
    if not args.catalogue.stat().st_size:
        raise ValueError(f"{args.catalogue} is empty; name a catalogue in CSV")


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        return Cycle(env, args).run().as_dict()


class Cycle:
    """The people of the story act under their own logins, never as superuser."""

    def __init__(self, env, args):
        self.env = env
        self.args = args
        self.random = random.Random(args.seed)
        self.report = Report()
        self.frozen = {}

    def run(self):
        step = self.report.step
        with step("operators"):
            self.make_operators()
        with step("import"):
            self.import_catalogue()
        with step("open"):
            self.open_cycle()
        with step("order"):
            self.place_orders()
            self.remember_prices()
            self.change_prices()
        with step("order_http"):
            self.place_order_over_http()
            self.remember_prices()
        with step("close"):
            self.close_cycle()
        with step("receive"):
            self.receive()
        with step("allocate"):
            self.cycle.action_allocate()
            self.env.cr.commit()
        with step("distribute"):
            self.cycle.action_distribute()
            self.env.cr.commit()
        with step("settle"):
            self.cycle.action_settle()
            self.env.cr.commit()
        with step("checks"):
            checks.check_all(self)
        return self.report

    # -- the people -------------------------------------------------------------
    def make_operators(self):
        companies = self.env["res.company"].create(
            [
                {"name": name, "country_id": self.env.ref("base.fr").id}
                for name in ("Les Paniers du Marais", "La Halle des Voisins")
            ]
        )
        for company in companies:
            company._off_setup_operator()
        self.company, self.other_company = companies
        self.coordinator = self.make_user(self.company, "coordinator")
        self.stranger = self.make_user(self.other_company, "stranger")
        self.user_env = self.env(user=self.coordinator)
        self.hub = self.user_env["off.hub"].create({"name": "Le Marais"})
        self.env.cr.commit()

    def make_user(self, company, login):
        group = self.env.ref("off_hub_network.group_coordinator")
        return self.env["res.users"].create(
            {
                "name": f"{login} of {company.name}",
                "login": login,
                "password": PASSWORD,
                "company_id": company.id,
                "company_ids": [(6, 0, company.ids)],
                "group_ids": [(6, 0, group.ids)],
            }
        )

    # -- the work ---------------------------------------------------------------
    def import_catalogue(self):
        data = base64.b64encode(self.args.catalogue.read_bytes())
        wizard = self.user_env["off.catalog.import"].create(
            {"hub_id": self.hub.id, "data": data}
        )
        wizard.action_apply()
        self.env.cr.commit()
        again = self.user_env["off.catalog.import"].create(
            {"hub_id": self.hub.id, "data": data}
        )
        again.action_preview()
        self.report.check(
            "import-twice-changes-nothing",
            again.create_count == again.update_count == again.error_count == 0,
            f"{again.keep_count} left, {again.create_count} created, "
            f"{again.update_count} updated, {again.error_count} errors",
        )

    def open_cycle(self):
        from odoo import fields

        now = fields.Datetime.now()
        env = self.user_env
        points = env["off.pickup.point"].create(
            [
                {"name": name, "hub_id": self.hub.id}
                for name in ("Mairie", "École", "Ancien moulin")
            ]
        )
        self.cycle = env["off.order.cycle"].create(
            {
                "name": "Scenario",
                "coordinator_id": self.hub.id,
                "date_open": now,
                "date_close": now + timedelta(days=3),
            }
        )
        self.cycle.action_fill_offers()
        self.exchange = self.cycle.outgoing_ids
        for offer in self.exchange.offer_ids:
            offer.price = round(offer.price * MARGIN, 2)
        env["off.pickup.slot"].create(
            [
                {
                    "exchange_id": self.exchange.id,
                    "point_id": point.id,
                    "date_start": now + timedelta(days=5),
                    "date_end": now + timedelta(days=5, hours=2),
                }
                for point in points
            ]
        )
        self.cycle.action_open()
        self.env.cr.commit()

    def place_orders(self):
        env = self.user_env
        families = env["res.partner"].create(
            [{"name": f"Famille {n + 1}"} for n in range(self.args.orders)]
        )
        left = {
            offer: float("inf")
            if offer.product_id.off_on_demand
            else offer.product_id.off_available_qty
            for offer in self.exchange.offer_ids
        }
        orders = env["sale.order"].create(
            [self.choose_order(family, left) for family in families]
        )
        orders.action_confirm()
        self.env.cr.commit()

    def remember_prices(self):
        """What the offers of the lines that were validated since say at this moment.

        ``frozen``: ``{line: (sale price, purchase price)}``
        """
        self.env.flush_all()
        self.env.cr.execute(PRICES, [self.cycle.id, list(self.frozen) or [0]])
        for line, sold, bought in self.env.cr.fetchall():
            self.frozen[line] = (Decimal(str(sold)), Decimal(str(bought)))

    def change_prices(self):
        """Later changes reprice nothing that was validated (rule 10)."""
        for offer in self.exchange.offer_ids[::3]:
            offer.price = round(offer.price * 1.5, 2)
            offer.incoming_id.price = round(offer.incoming_id.price * 0.5, 2)
        self.env.cr.commit()

    def choose_order(self, family, left):
        """Values of an order of 1 to 12 lines of what is left."""
        choices = [offer for offer, quantity in left.items() if quantity >= 1]
        lines = []
        for offer in self.random.sample(
            choices, min(len(choices), self.random.randint(1, 12))
        ):
            quantity = min(self.random.randint(1, 3), int(min(left[offer], 3)))
            left[offer] -= quantity
            lines.append(
                {
                    "product_id": offer.product_id.id,
                    "off_offer_id": offer.id,
                    "product_uom_qty": quantity,
                }
            )
        return {
            "partner_id": family.id,
            "off_exchange_id": self.exchange.id,
            "off_slot_id": self.random.choice(self.exchange.slot_ids).id,
            "order_line": [(0, 0, line) for line in lines],
        }

    def place_order_over_http(self):
        portal = self.env.ref("base.group_portal")
        customer = self.env["res.users"].create(
            {
                "name": "Famille Web",
                "login": "family",
                "password": PASSWORD,
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [(6, 0, portal.ids)],
            }
        )
        offer = next(
            offer
            for offer in self.exchange.offer_ids
            if offer.product_id.off_on_demand or offer.product_id.off_available_qty >= 2
        )
        website = self.env["website"].search([("company_id", "=", self.company.id)])
        self.env.cr.commit()
        with server.serve(self.args.config, self.args.database) as address:
            # The operator's own site is the one that answers at this address.
            website.domain = address
            self.env.cr.commit()
            self.env.registry.signal_changes()  # the server holds it in its cache
            session = server.log_in(address, "family", PASSWORD)
            url = f"{address}/cycles/{self.exchange.id}"
            page = session.get(url, timeout=60)
            page.raise_for_status()
            answer = session.post(
                f"{url}/order",
                data={
                    "csrf_token": server.find_token(page.text),
                    f"qty_{offer.id}": "2",
                    "slot": str(self.exchange.slot_ids[0].id),
                },
                timeout=60,
            )
        self.env.cr.commit()  # a new snapshot: see what the server wrote
        self.env.invalidate_all()
        order = self.env["sale.order"].search(
            [("partner_id", "=", customer.partner_id.id)]
        )
        self.report.check(
            "order-over-http",
            answer.ok
            and order.state == "sale"
            and order.order_line.off_offer_id == offer
            and order.order_line.product_uom_qty == 2,
            f"{order.name or answer.url}: {order.state}, {order.amount_total} €",
        )

    def close_cycle(self):
        self.cycle.action_close()
        self.env.cr.commit()
        before = checks.count_documents(self.env.cr, self.cycle.id)
        self.cycle.action_close()
        self.env.cr.commit()
        after = checks.count_documents(self.env.cr, self.cycle.id)
        self.report.check(
            "r14-closing-twice-changes-nothing",
            before == after and self.cycle.closing_number == 1,
            f"before {before}, after {after}",
        )

    def receive(self):
        """Everything arrives but one product, of which one unit is missing."""
        receipts = self.cycle.picking_ids
        moves = receipts.move_ids.sorted("product_uom_qty")
        self.short_move = moves[-1]
        self.short_move.quantity = self.short_move.product_uom_qty - 1
        moves.picked = True
        receipts.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=receipts.ids
        ).button_validate()
        self.env.cr.commit()
