"""The pilot: an association of 450 families with six points of sale that they run
themselves, 30 producers and four weekly sales, from the schedule to the balances."""

import random
from datetime import timedelta
from decimal import Decimal

from freezegun import freeze_time
from lxml import etree
from support import server
from support.chromium import find_chromium
from support.report import Report

from odoo.exceptions import UserError
from odoo.tools import file_open

from . import _books_checks as books
from ._circuit_people import START, CircuitPeople
from ._circuit_walk import CircuitWalk

LEAST = 8  # lines of an order
PAIN = "account_payment_sepa_credit_transfer/data/pain.001.001.09.xsd"
YEAR = "2025-01-01", "2025-12-31"
SHORT = """
    SELECT COUNT(*) FROM sale_order_line l
      JOIN sale_order o ON o.id = l.order_id
     WHERE o.off_cycle_id = %s AND o.state = 'sale' AND l.off_offer_id IS NOT NULL
       AND l.product_id = %s AND l.qty_delivered < l.product_uom_qty"""
GIVEN = """
    SELECT COALESCE(SUM(a.quantity), 0) FROM off_allocation a
     WHERE a.cycle_id = %s AND a.product_id = %s"""
LINES = """
    SELECT COUNT(DISTINCT o.id), COUNT(*) FROM sale_order_line l
      JOIN sale_order o ON o.id = l.order_id
     WHERE o.off_cycle_id = %s AND o.state = 'sale' AND l.off_offer_id IS NOT NULL"""


def add_arguments(parser):
    parser.add_argument("--families", type=int, default=450, help="members")
    parser.add_argument("--orders", type=int, default=300, help="orders of each sale")
    parser.add_argument("--producers", type=int, default=30)


def check_arguments(args):
    if not 20 <= args.orders <= args.families * 19 // 20:
        raise ValueError(
            f"--orders {args.orders}: give 20 or more, and no more than members have"
            " paid their dues"
        )
    find_chromium()
    if args.producers < 4:
        raise ValueError(f"--producers {args.producers}: give 4 or more")


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        return CourtCircuit(env, args).run().as_dict()


class CourtCircuit(CircuitWalk, CircuitPeople):
    """The coordinator works under its own login."""

    def __init__(self, env, args):
        self.env = env
        self.args = args
        self.random = random.Random(args.seed)
        self.report = Report()
        self.check = self.report.check

    def run(self):
        step = self.report.step
        for name in ("association", "producers", "families", "wallets", "schedule"):
            with step(name), freeze_time("2025-09-20 08:00:00"):
                getattr(self, f"make_{name}")()
        self.commit()
        self.check_schedule()
        for number, cycle in enumerate(self.cycles):
            with step(f"sale {number + 1}"):
                self.live(number, cycle)
            self.commit()
        for name in (
            *("recall", "invoice_month", "pay_producers", "check_balances", "walk"),
        ):
            with step(name):
                getattr(self, name)()
            self.commit()
        for name, query in books.MADE.items():
            self.report.made[name] = self.read(query)[0][0]
        return self.report

    def commit(self):
        self.env.cr.commit()
        self.env.invalidate_all()

    def read(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(query, values)
        return self.env.cr.fetchall()

    # -- before ------------------------------------------------------------------------
    def check_schedule(self):
        shifts = self.cycles.outgoing_ids.slot_ids.sudo().shift_ids
        self.check(
            "r13-a-schedule-makes-the-cycles-of-each-week",
            len(self.cycles) == 4
            and all(len(one.outgoing_ids.slot_ids) == 6 for one in self.cycles),
            f"{self.cycles.mapped('name')}",
        )
        self.check(
            "each-pickup-has-its-duties",
            len(shifts) == 4 * len(self.points),
            f"{len(shifts)} shifts at {len(self.points)} points of sale",
        )

    # -- a week ------------------------------------------------------------------------
    def live(self, number, cycle):
        start = START + timedelta(days=7 * number)
        with freeze_time(start - timedelta(days=1)):
            cycle.action_open()
            self.order(number, cycle)
        with freeze_time(start + timedelta(days=2)):
            cycle.action_close()
            self.receive(number, cycle)
            cycle.action_allocate()
            self.check_shares(number, cycle)
        with freeze_time(start + timedelta(days=5)):
            cycle.action_distribute()
        with freeze_time(start + timedelta(days=6)):
            cycle.action_settle()
            bills = cycle.sudo().purchase_ids.invoice_ids
            for bill in bills:
                bill.ref = f"F-{bill.id}"
            bills.invoice_date = cycle.sudo()._get_invoice_date()
            bills.action_post()

    def order(self, number, cycle):
        from odoo.addons.off_order_cycle.models.off_exchange_orders import Wish

        edge = cycle.outgoing_ids
        slots = edge.slot_ids
        offers = edge.offer_ids
        families = self.random.sample(list(self.members), self.args.orders)
        wishes = []
        for place, family in enumerate(families):
            wanted = self.random.sample(list(offers), LEAST)
            quantities = {offer: self.random.randrange(1, 4) for offer in wanted}
            cased = [one for one in wanted if one.incoming_id.pack_size]
            wishes.append(
                Wish(
                    family,
                    self.env["sale.order"],
                    quantities,
                    slots[place % len(slots)],
                    # Whole cases are filled with what some accept on top (rule 19).
                    {one: 2 for one in cased if place % 2},
                )
            )
        self.orders = edge._create_orders(wishes)
        self.use_wallets()
        self.orders.action_confirm()
        self.sign_up(slots, families)
        ((orders, lines),) = self.read(LINES, cycle.id)
        self.check(
            f"sale-{number + 1}-has-its-orders",
            orders >= self.args.orders and lines >= LEAST * orders,
            f"{orders} orders of {lines / orders:.1f} lines",
        )
        if not number:
            self.check_access(edge, slots)

    def use_wallets(self):
        """Who has paid in advance pays so."""
        for order in self.orders:
            if order.partner_id in self.savers:
                order._off_use_wallet(order.amount_total)

    def sign_up(self, slots, families):
        """Two of those who come help at each point of sale."""
        shifts = slots.sudo().shift_ids
        self.env["off.duty.volunteer"].create(
            [
                {
                    "shift_id": shift.id,
                    "partner_id": families[(2 * place + help_) % len(families)].id,
                }
                for place, shift in enumerate(shifts)
                for help_ in range(2)
            ]
        )

    def check_access(self, edge, slots):
        member, lapsed = (
            edge._for_customer(family)._get_refusal(family, slots[0])
            for family in (self.members[0], self.lapsed[0])
        )
        refused = False
        try:
            with self.env.cr.savepoint():
                family = self.lapsed[0]
                offers = {edge.offer_ids[0]: 1}
                user = self.env["res.users"].create(
                    {
                        "name": family.name,
                        "login": "ancienne",
                        "partner_id": family.id,
                        "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
                    }
                )
                theirs = edge.with_user(user).sudo()
                theirs._for_customer(family)._place_order(family, offers, slots[0])
        except UserError:
            refused = True
        self.check(
            "who-let-its-membership-lapse-does-not-order",
            not member and lapsed and refused,
            f"a member: {member or 'may'}; after the lapse: {lapsed}; order refused "
            f"{refused}",
        )

    def receive(self, number, cycle):
        """In the second week a third of a producer's first product is missing; its lots
        are those of the week."""
        self.short = self.products[3]
        receipts = cycle.sudo().picking_ids.filtered(
            lambda one: one.picking_type_code == "incoming"
        )
        for move in receipts.move_ids:
            move.quantity = move.product_uom_qty
            if number == 1 and move.product_id == self.short:
                move.quantity = int(move.product_uom_qty * 2 / 3)
            if move.product_id.tracking == "lot":
                move.move_line_ids.lot_name = f"LOT-{number + 1}"
        receipts.move_ids.picked = True
        receipts.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=receipts.ids
        ).button_validate()

    def check_shares(self, number, cycle):
        if number != 1:
            return
        ((given,),) = self.read(GIVEN, cycle.id, self.short.id)
        moves = cycle.sudo().picking_ids.move_ids.filtered(
            lambda one: (
                one.product_id == self.short
                and one.picking_id.picking_type_code == "incoming"
            )
        )
        arrived = sum(moves.mapped("quantity"))
        asked = sum(moves.mapped("product_uom_qty"))
        self.check(
            "r20-what-is-missing-is-shared",
            float(given) == arrived < asked,
            f"ordered {asked:g}, arrived {arrived:g}, shared out {float(given):g}",
        )

    # -- after -------------------------------------------------------------------------
    def recall(self):
        """The lot of the third week is called back: who had it is told, nobody else."""
        cycle = self.cycles[2]
        lot = self.env["stock.lot"].search(
            [
                ("product_id", "=", self.products[0].id),
                ("name", "=", "LOT-3"),
                ("company_id", "=", self.company.id),
            ]
        )
        had = self.env["off.allocation"].search(
            [("cycle_id", "=", cycle.id), ("lot_id", "=", lot.id)]
        )
        action = self.desk["off.trace"].action_recall("lot", lot.id)
        recall = self.desk["off.lot.recall"].browse(action["res_id"])
        recall.reason = "Listeria"
        recall.action_start()
        told = recall.sudo().recipient_ids.partner_id
        families = had.sale_line_id.order_id.partner_id
        self.check(
            "r28-a-recall-reaches-whoever-had-the-lot",
            families and families <= told and not (told - families) & self.families,
            f"{len(families)} families had it, {len(told)} are told",
        )

    def invoice_month(self):
        with freeze_time("2025-10-31 18:00:00"):
            wizard = self.desk["off.invoice.month"].create({"month": "2025-10-31"})
            action = wizard.action_invoice()
        invoices = self.env["account.move"].search(action["domain"])
        orders = invoices.line_ids.sale_line_ids.order_id
        ordered = self.env["sale.order"].search(
            [("off_cycle_id", "in", self.cycles.ids), ("state", "=", "sale")]
        )
        several = invoices.filtered(
            lambda one: len(one.line_ids.sale_line_ids.order_id) > 1
        )
        self.report.totals["invoiced"] = f"{sum(invoices.mapped('amount_total')):.2f}"
        self.check(
            "a-month-is-one-invoice-for-each-family",
            orders == ordered and len(invoices) == len(ordered.partner_id) and several,
            f"{len(ordered)} orders, {len(invoices)} invoices",
        )
        wrong, sold = [], 0.0
        for cycle in self.cycles:
            told = cycle.sudo()._get_outcome(self.company)
            terms = sum(
                told[one]
                for one in (
                    *("producers", "principals", "margin", "commission"),
                    *("fees", "fees_others", "other", "rounding"),
                )
            )
            sold += told["sold"]
            if round(told["sold"] - terms, 2):
                wrong.append(told)
        invoiced = sum(invoices.mapped("amount_total"))
        self.check(
            "r18-what-families-pay-is-the-sum-of-its-parts",
            not wrong and round(sold - invoiced, 2) == 0,
            wrong[:1] or f"sales {sold:.2f}, invoices {invoiced:.2f}",
        )

    def pay_producers(self):
        with freeze_time("2025-11-03 08:00:00"):
            wizard = self.desk["off.pay.producers"].create({"date_due": "2025-12-31"})
            paid = {one.partner_id: one.amount for one in wizard.line_ids}
            action = wizard.action_pay()
            order = self.desk["account.payment.order"].browse(action["res_id"])
            order.draft2open()
            order.open2generated()
            content = order.payment_file_id.raw
            order.generated2uploaded()
        with file_open(PAIN) as file:
            schema = etree.XMLSchema(etree.parse(file))
        document = etree.fromstring(content)
        total = document.findtext(".//{*}GrpHdr/{*}CtrlSum")
        bills = self.env["account.move"].search(
            [
                ("company_id", "=", self.company.id),
                ("move_type", "=", "in_invoice"),
                ("state", "=", "posted"),
            ]
        )
        self.check(
            "producers-are-paid-by-one-valid-file",
            schema.validate(document)
            and set(paid) == set(bills.partner_id.with_env(self.desk))
            and Decimal(total) == Decimal(f"{sum(bills.mapped('amount_total')):.2f}")
            and not any(bills.mapped("amount_residual")),
            f"{len(paid)} producers, {total}, {len(bills)} bills",
        )

    def check_balances(self):
        unbalanced = self.read(books.UNBALANCED)
        self.check("every-entry-balances", not unbalanced, f"{len(unbalanced)} do not")
        statements = self.env["off.statement"]
        for side, kind, sign in (
            ("customer", "asset_receivable", 1),
            ("producer", "liability_payable", -1),
        ):
            told = statements._get_statements(self.company, side, *YEAR)
            total = round(sum(one["closing"] for one in told.values()), 2)
            ((ledger,),) = self.read(books.BY_TYPE, self.company.id, [kind])
            ledger = sign * round(float(ledger or 0), 2)
            self.check(
                f"statements-of-{side}s-are-the-ledger",
                told and round(total - ledger, 2) == 0,
                f"{len(told)} statements {total:.2f}, ledger {ledger:.2f}",
            )
        program = self.program.sudo()
        program.invalidate_recordset()
        drawn = sum(
            self.env["sale.order"]
            .search([("off_cycle_id", "in", self.cycles.ids)])
            .mapped("off_wallet_drawn")
        )
        self.check(
            "ewallets-are-a-debt-that-the-ledger-has",
            drawn > 0 and not round(program.off_wallet_difference, 2),
            f"on eWallets {program.off_wallet_points:.2f}, in the ledger "
            f"{program.off_wallet_balance:.2f}, drawn {drawn:.2f}",
        )
