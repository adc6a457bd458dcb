"""A quarter of sales: ordered, handed over, paid, settled."""

from base64 import b64encode
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command

FIRST = datetime(2025, 10, 6, 8)
# From this sale on, French families of the grower are charged French VAT.
LAST_OF_GROWER = 4
ENTRY = """
<Ntry>
  <Amt Ccy="EUR">{amount:.2f}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>BOOK</Sts>
  <BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>
  <NtryDtls><TxDtls><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls>
</Ntry>"""
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">
<BkToCstmrStmt>
<GrpHdr><MsgId>{name}</MsgId><CreDtTm>{day}T10:00:00</CreDtTm></GrpHdr>
<Stmt><Id>{name}</Id><CreDtTm>{day}T10:00:00</CreDtTm>
<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{start:.2f}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{end:.2f}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>
{entries}
</Stmt></BkToCstmrStmt></Document>"""


class BooksQuarter:
    """Two sales a month of the cooperative, in which the association sells too, and one
    of the grower."""

    def make_quarter(self):
        self.cycles = {"cooperative": [], "grower": []}
        for number in range(self.args.cycles):
            start = FIRST + timedelta(days=14 * number)
            self.live("cooperative", number, start)
            if not number % 2:
                if number == LAST_OF_GROWER:
                    # The threshold of 10,000 € is far: it chooses so.
                    company = self.companies["grower"]
                    company.with_env(self.desks["grower"]).action_off_join_oss()
                self.live("grower", number, start)
            self.env.cr.commit()

    def live(self, key, number, start):
        with freeze_time(start):
            cycle = self.plan(key, number, start)
            orders = self.order(key, cycle, number)
            self.pay_ahead(orders)
        with freeze_time(start + timedelta(days=3)):
            cycle.action_close()
            self.receive(key, cycle, number)
            cycle.action_allocate()
            self.weigh(cycle)
        with freeze_time(start + timedelta(days=4, hours=1)):
            cycle.action_distribute()
            if key == "cooperative":
                self.take_cash(cycle, number)
        with freeze_time(start + timedelta(days=5)):
            cycle.action_settle()
            self.post_bills(cycle)
        self.cycles[key].append(cycle)
        self.orders |= orders

    # -- the sale ----------------------------------------------------------------------
    def plan(self, key, number, start):
        desk, hub = self.desks[key], self.hubs[key]
        cycle = desk["off.order.cycle"].create(
            {
                "name": f"Vente {number + 1} de {hub.name}",
                "coordinator_id": hub.id,
                "date_open": start,
                "date_close": start + timedelta(days=2),
            }
        )
        cycle.action_fill_offers()
        self.make_slot(desk, cycle.outgoing_ids, start)
        if key == "cooperative":
            cycle.outgoing_ids.fee_ids = self.fees
            for offer in cycle.outgoing_ids.offer_ids:
                offer.price = offer.incoming_id.price * (
                    1 if offer.producer_id == self.producers["orchard"] else 1.2
                )
            guest = desk["off.cycle.guest"].create(
                {"cycle_id": cycle.id, "hub_id": self.hubs["association"].id}
            )
            theirs = self.desks["association"]
            guest.with_env(theirs).action_join()
            edge = guest.sudo().exchange_id.with_env(theirs)
            self.make_slot(theirs, edge, start)
            for offer in edge.sudo().offer_ids:
                # The association sells what the cooperative buys; what is sold in the
                # orchard's name is sold by the cooperative alone.
                if offer.producer_id == self.producers["orchard"]:
                    offer.unlink()
        cycle.action_open()
        return cycle

    def make_slot(self, desk, edge, start):
        hub = edge.hub_id
        points = desk["off.pickup.point"]
        point = points.search([("hub_id", "=", hub.id)], limit=1)
        if not point:
            point = points.create({"name": f"Halle de {hub.name}", "hub_id": hub.id})
        desk["off.pickup.slot"].create(
            {
                "exchange_id": edge.id,
                "point_id": point.id,
                "date_start": start + timedelta(days=4),
                "date_end": start + timedelta(days=4, hours=3),
            }
        )

    def order(self, key, cycle, number):
        made = self.env["sale.order"]
        edges = cycle.sudo().outgoing_ids
        for edge in edges:
            operator = next(
                one for one, hub in self.hubs.items() if hub.id == edge.hub_id.id
            )
            desk = self.desks[operator]
            offers = edge.offer_ids
            for place, family in enumerate(self.families[operator]):
                wanted = {
                    offer: 1 + (place + number + index) % 3
                    for index, offer in enumerate(offers)
                    if (place + index) % 4
                }
                made |= self.place(desk, edge, family, wanted)
            if operator == "cooperative":
                order = self.place(desk, edge, self.town, {offers[0]: 20})
                order.off_engagement = f"EJ-{number:04}"
                made |= order
        return made

    def place(self, desk, edge, partner, wanted):
        order = desk["sale.order"].create(
            {
                "partner_id": partner.id,
                "company_id": edge.company_id.id,
                "off_exchange_id": edge.id,
                "off_slot_id": edge.slot_ids.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": offer.product_id.id,
                            "off_offer_id": offer.id,
                            "product_uom_qty": quantity,
                        }
                    )
                    for offer, quantity in wanted.items()
                ],
            }
        )
        if partner == self.debtor:
            self.ask_for_debit(order.with_env(self.env))
        else:
            order.action_confirm()
        return order.with_env(self.env)

    def receive(self, key, cycle, number):
        """Of carrots a tenth is missing every second time."""
        receipts = cycle.sudo().picking_ids.filtered(
            lambda one: one.picking_type_code == "incoming"
        )
        for move in receipts.move_ids:
            move.quantity = move.product_uom_qty
            if number % 2 and move.product_id == self.goods["Carottes"]:
                move.quantity = int(move.product_uom_qty * 0.9)
        receipts.move_ids.picked = True
        receipts.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=receipts.ids
        ).button_validate()

    def weigh(self, cycle):
        """Chickens weigh a little more or less than 1.5 kg."""
        birds = cycle.sudo().allocation_ids.filtered(
            lambda one: one.product_id == self.goods["Poulet"]
        )
        for place, bird in enumerate(birds):
            bird.weight = bird.quantity * 1.5 * (0.95 + 0.02 * (place % 6))

    # -- money -------------------------------------------------------------------------
    def make_till(self):
        """The cooperative's pickup has a till with a float of 50.00."""
        desk = self.desks["cooperative"]
        point = desk["off.pickup.point"].create(
            {
                "name": "Halle de la Coop",
                "hub_id": self.hubs["cooperative"].id,
            }
        )
        point.action_give_till()
        self.hubs["cooperative"].sudo().pickup_journal_ids = point.till_journal_id
        point.till_float = 50
        self.point = point
        with freeze_time(FIRST):
            self.move_cash("float", 50)

    def move_cash(self, kind, amount=None):
        values = {"point_id": self.point.id, "kind": kind}
        if amount:
            values["amount"] = amount
        self.desks["cooperative"]["off.till.move"].create(values).action_book()

    def take_cash(self, cycle, number):
        """Every third family pays cash as it comes; 0.50 are missing in the end once,
        and what is above the float is brought to the bank."""
        desk = self.desks["cooperative"]
        slot = cycle.outgoing_ids.slot_ids.filtered(
            lambda one: one.point_id.id == self.point.id
        )
        slots = desk["off.pickup.slot"]._off_open_for(slot.id, False)
        acts = []
        for place, one in enumerate(slots._off_read()["households"]):
            if place % 3 == 0 and one["due"] > 0:
                acts.append(
                    {
                        "key": f"cash-{cycle.id}-{place}",
                        "at": datetime.now().isoformat() + "+00:00",
                        "kind": "pay",
                        "household": one["id"],
                        "amount": one["due"],
                        "journal": self.point.till_journal_id.id,
                    }
                )
        answer = slots._off_act(acts)
        self.cash_taken += sum(act["amount"] for act in acts)
        self.refused |= answer["refused"]
        counted = round(self.point.till_balance - (0.5 if number == 1 else 0), 2)
        desk["off.till.count"].create(
            {
                "point_id": self.point.id,
                "counted": counted,
                "note": "Erreur de rendu" if number == 1 else "",
            }
        ).action_count()
        self.point.invalidate_recordset()
        if self.point.till_surplus > 0:
            self.move_cash("deposit")
        elif self.point.till_balance < self.point.till_float:
            self.move_cash("float")

    def post_bills(self, cycle):
        """The producers' papers are there."""
        bills = cycle.sudo().purchase_ids.invoice_ids.filtered(
            lambda one: one.state == "draft"
        )
        for bill in bills:
            bill.ref = f"F-{bill.id}"
        bills.invoice_date = cycle.sudo()._get_invoice_date()
        bills.action_post()

    def import_bank(self, key, name, day, rows, start=0.0):
        """Read a CAMT file.

        :param rows: (amount, text); what goes out is below zero
        :return: account.bank.statement.line
        """
        content = CAMT.format(
            name=name,
            day=day,
            iban=self.banks[key].bank_account_id.sanitized_acc_number,
            start=start,
            end=start + sum(amount for amount, _text in rows),
            entries="".join(
                ENTRY.format(
                    amount=abs(amount),
                    side="CRDT" if amount > 0 else "DBIT",
                    day=day,
                    text=text,
                )
                for amount, text in rows
            ),
        )
        wizard = self.desks[key]["account.statement.import"].create(
            {
                "statement_file": b64encode(content.encode()),
                "statement_filename": f"{name}.xml",
            }
        )
        action = wizard.with_context(
            _test_account_reconcile_oca=True
        ).import_file_button()
        return self.env["account.bank.statement"].search(action["domain"]).line_ids

    def receive_transfers(self):
        """Families pay their invoices by transfer, in a file of the bank."""
        for key in ("cooperative", "association"):
            invoices = self.env["account.move"].search(
                [
                    ("company_id", "=", self.companies[key].id),
                    ("move_type", "=", "out_invoice"),
                    ("state", "=", "posted"),
                    ("amount_residual", ">", 0),
                    ("partner_id", "in", [*self.families[key].ids, self.town.id]),
                ],
                order="id",
            )
            rows = [
                (invoice.amount_residual, f"VIR {invoice.name} MERCI")
                # Some wait: they will be reminded.
                for invoice in invoices[: len(invoices) * 9 // 10]
            ]
            with freeze_time("2025-12-29 10:00:00"):
                lines = self.import_bank(key, f"{key}-1", "2025-12-29", rows)
            self.transfers[key] = (rows, lines)
        self.env.cr.commit()

    def pay_producers(self):
        """All that is due to the cooperative's producers, in one SEPA file; the bank
        says that it was done."""
        desk = self.desks["cooperative"]
        with freeze_time("2025-12-29 12:00:00"):
            wizard = desk["off.pay.producers"].create({"date_due": "2026-03-31"})
            wizard.line_ids.filtered(
                lambda one: one.partner_id == self.carrier
            ).is_paid = False
            self.paid = {
                line.partner_id: line.amount for line in wizard.line_ids if line.is_paid
            }
            action = wizard.action_pay()
            order = desk["account.payment.order"].browse(action["res_id"])
            order.draft2open()
            order.open2generated()
            self.sepa = order.payment_file_id.raw
            order.generated2uploaded()
        self.env.cr.commit()
