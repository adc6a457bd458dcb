"""Trade of operator B: a cycle, orders, stock, books, a tender, a tour."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .secrets_of_others import SECRET_B


class Trade:
    @classmethod
    def _make_trade(cls):
        """A cycle of B with an order, a purchase, stock, books; a tender, a tour."""
        env = cls.env(context={**cls.env.context, "allowed_company_ids": []})
        env = env["res.company"].with_company(cls.company_b).env
        now = fields.Datetime.now()
        cls.point_b = env["off.pickup.point"].create(
            {"name": f"Point {SECRET_B}", "hub_id": cls.hub_b.id}
        )
        cls.warehouse_b = env["stock.warehouse"].search(
            [("company_id", "=", cls.company_b.id)], limit=1
        ) or env["stock.warehouse"].create(
            {"name": "B", "code": "BBB", "company_id": cls.company_b.id}
        )
        cls.cycle_b = env["off.order.cycle"].create(
            {
                "name": f"Cycle {SECRET_B}",
                "coordinator_id": cls.hub_b.id,
                "date_open": now,
                "date_close": now + timedelta(days=2),
            }
        )
        cls.cycle_b.action_fill_offers()
        cls.cycle_b.exchange_ids.offer_ids.filtered(
            lambda offer: offer.product_id == cls.leeks
        ).price = 6666.53
        cls.slot_b = env["off.pickup.slot"].create(
            {
                "exchange_id": cls.cycle_b.outgoing_ids.id,
                "point_id": cls.point_b.id,
                "date_start": now + timedelta(days=3),
                "date_end": now + timedelta(days=3, hours=2),
            }
        )
        # Another operator is invited: what the two share is theirs alone.
        third = env["res.company"].create({"name": "Third"})
        third.off_is_operator = True
        cls.guest_b = env["off.cycle.guest"].create(
            {
                "cycle_id": cls.cycle_b.id,
                "hub_id": env["off.hub"]
                .create({"name": "Guest", "company_id": third.id})
                .id,
                "message": SECRET_B,
            }
        )
        cls.fee_b = env["off.fee"].create(
            {
                "name": f"Fee {SECRET_B}",
                "hub_id": cls.hub_b.id,
                "calculator": "flat_per_item",
                "amount": 5555.64,
            }
        )
        edge = cls.cycle_b.outgoing_ids
        edge.fee_ids = cls.fee_b
        cls.cycle_order_b = env["sale.order"].create(
            {
                "partner_id": cls.family_b.id,
                "company_id": cls.company_b.id,
                "off_exchange_id": edge.id,
                "order_line": [
                    Command.create({"product_id": cls.leeks.id, "product_uom_qty": 1})
                ],
            }
        )
        cls.basket_b = env["off.basket"]._ensure(edge, cls.family_b)
        cls.basket_b._set_quantities({edge.offer_ids[0].id: 1})
        cls.customer_group_b = env["off.customer.group"].create(
            {"name": f"Group {SECRET_B}", "hub_id": cls.hub_b.id}
        )
        cls.customer_note_b = env["off.hub.customer"].create(
            {
                "hub_id": cls.hub_b.id,
                "partner_id": cls.family_b.id,
                "group_ids": [Command.link(cls.customer_group_b.id)],
                "note": SECRET_B,
            }
        )
        cls.access_rule_b = env["off.access.rule"].create(
            {
                "hub_id": cls.hub_b.id,
                "effect": "show",
                "group_ids": [Command.link(cls.customer_group_b.id)],
            }
        )
        cls.saved_basket_b = env["off.saved.basket"]._save(
            cls.family_b, cls.hub_b, f"Week {SECRET_B}", {edge.offer_ids[0]: 1}
        )
        cls.favourite_b = env["off.favourite"].create(
            {
                "partner_id": cls.family_b.id,
                "product_tmpl_id": cls.leeks.product_tmpl_id.id,
            }
        )
        cls.cycle_mail_b = env["off.notice"].create(
            {
                "kind": "open",
                "exchange_id": edge.id,
                "partner_id": cls.family_b.id,
                "date_due": now,
            }
        )
        cls.mail_choice_b = env["off.notice.choice"]._follow(cls.family_b, cls.hub_b)
        cls.minimum_b = env["off.cycle.minimum"].create(
            {"exchange_id": edge.id, "least": 5555.64}
        )
        cls.capacity_b = env["off.producer.capacity"].create(
            {"producer_id": cls.recluse.id, "per_day": 5555.64}
        )
        cls.capacity_b._get_days([(cls.capacity_b, now.date())])
        cls.producer_mandate_b = env["off.producer.mandate"].create(
            {
                "producer_id": cls.recluse.id,
                "company_id": cls.company_b.id,
                "reference": f"Mandate {SECRET_B}",
            }
        )
        cls._make_platform(env)
        cls.schedule_b = env["off.cycle.schedule"].create(
            {
                "name": f"Schedule {SECRET_B}",
                "hub_id": cls.hub_b.id,
                "template_id": cls.cycle_b.id,
                "date_first": now.date(),
                "date_until": now.date(),
            }
        )
        cls.standing_b = env["off.standing.order"].create(
            {
                "name": f"Basket {SECRET_B}",
                "partner_id": cls.family_b.id,
                "hub_id": cls.hub_b.id,
                "point_id": cls.point_b.id,
                "line_ids": [Command.create({"product_id": cls.leeks.id})],
                "instalment_ids": [
                    Command.create({"date": now.date(), "amount": 5555.64})
                ],
            }
        )
        cls._make_solidarity(env)
        cls._make_deposits(env)
        line = {"product_id": cls.leeks.id, "price_unit": 5555.64}
        cls.order_b = env["sale.order"].create(
            {
                "partner_id": cls.family_b.id,
                "company_id": cls.company_b.id,
                "client_order_ref": SECRET_B,
                "order_line": [Command.create({**line, "product_uom_qty": 2})],
            }
        )
        cls.purchase_b = env["purchase.order"].create(
            {
                "partner_id": cls.neighbour.id,
                "company_id": cls.company_b.id,
                "partner_ref": SECRET_B,
                "off_exchange_id": cls.cycle_b.incoming_ids.filtered(
                    lambda edge: edge.producer_id == cls.neighbour
                ).id,
                "order_line": [Command.create({**line, "product_qty": 2})],
            }
        )
        cls.answer_b = env["off.purchase.answer"].create(
            {
                "purchase_id": cls.purchase_b.id,
                "kind": "some",
                "channel": "hub",
                "note": SECRET_B,
                "line_ids": [
                    Command.create(
                        {
                            "purchase_line_id": cls.purchase_b.order_line.id,
                            "asked_qty": 2,
                            "promised_qty": 1,
                        }
                    )
                ],
            }
        )
        cls.quant_b = env["stock.quant"].create(
            {
                "product_id": cls.leeks.id,
                "location_id": cls.warehouse_b.lot_stock_id.id,
                "quantity": 54321,
            }
        )
        cls.allocation_b = env["off.allocation"].create(
            {"sale_line_id": cls.order_b.order_line.id, "quantity": 1}
        )
        cls.report_run_b = env["off.report.run"].create(
            {
                "name": f"Report {SECRET_B}",
                "code": "delivery",
                "extension": "xlsx",
                "user_id": cls.coordinator_b.id,
                "company_ids": [Command.set(cls.company_b.ids)],
                "limits": SECRET_B,
                "data": base64.b64encode(SECRET_B.encode()),
                "file_name": f"{SECRET_B}.xlsx",
            }
        )
        cls.mapping_b = env["off.tax.mapping"].search(
            [("company_id", "=", cls.company_b.id)], limit=1
        ) or env["off.tax.mapping"].create(
            {
                "company_id": cls.company_b.id,
                "category_id": env["off.tax.category"].search([], limit=1).id,
            }
        )
        cls._make_receipt(env)
        cls._make_roster(env)
        cls._make_books(env)
        cls._make_pickup(env)
        cls._make_moving(env)
        cls.tender_b = env["off.tender"].create(
            {
                "name": f"Tender {SECRET_B}",
                "company_id": cls.company_b.id,
                "partner_id": cls.family_b.id,
            }
        )
        cls.lot_b = env["off.tender.lot"].create(
            {"name": f"Lot {SECRET_B}", "tender_id": cls.tender_b.id}
        )
        cls.tour_b = env["off.tour"].create(
            {
                "name": f"Tour {SECRET_B}",
                "company_id": cls.company_b.id,
                "date": fields.Date.today(),
            }
        )
        cls.tour_a = cls.tour_b.copy(
            {"company_id": cls.company_a.id, "name": "Tour"}
        ).id
        cls.notice_a = env["off.network.notice"].create(
            {"member_id": cls.hub_a.partner_id.id, "company_id": cls.company_a.id}
        )
        cls.stop_b = env["off.tour.stop"].create(
            {
                "tour_id": cls.tour_b.id,
                "partner_id": cls.family_b.id,
                "company_id": cls.company_b.id,
                "note": SECRET_B,
            }
        )

    @classmethod
    def _make_receipt(cls, env):
        """Goods that are expected of a producer of B, some of them damaged."""
        kind = cls.warehouse_b.in_type_id
        places = {
            "location_id": env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": cls.warehouse_b.lot_stock_id.id,
        }
        receipt = env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "partner_id": cls.recluse.id,
                "off_cycle_id": cls.cycle_b.id,
                **places,
                "move_ids": [
                    Command.create(
                        {"product_id": cls.leeks.id, "product_uom_qty": 2, **places}
                    )
                ],
            }
        )
        cls.traced_lot_b = env["stock.lot"].create(
            {
                "name": SECRET_B,
                "product_id": cls.leeks.id,
                "company_id": cls.company_b.id,
            }
        )
        cls.recall_b = env["off.lot.recall"].create(
            {
                "company_id": cls.company_b.id,
                "lot_ids": [Command.link(cls.traced_lot_b.id)],
                "reason": SECRET_B,
                "recipient_ids": [
                    Command.create(
                        {
                            "partner_id": cls.family_b.id,
                            "kind": "customer",
                            "channel": "mail",
                            "detail": SECRET_B,
                        }
                    )
                ],
            }
        )
        cls.substitution_b = env["off.substitution"].create(
            {
                "line_id": cls.cycle_order_b.order_line.filtered("off_offer_id")[0].id,
                "offer_id": cls.cycle_order_b.off_exchange_id.offer_ids[0].id,
                "quantity": 1,
                "price": 1,
                "date_expire": "2099-01-01",
            }
        )
        cls.damage_b = env["off.receipt.damage"].create(
            {
                "move_id": receipt.move_ids.id,
                "key": "one",
                "quantity": 1,
                "note": SECRET_B,
            }
        )

    @classmethod
    def _make_roster(cls, env):
        """A duty at B's pickup that B's family does."""
        cls.duty_b = env["off.duty"].create(
            {
                "name": f"Duty {SECRET_B}",
                "hub_id": cls.hub_b.id,
                "instructions": SECRET_B,
            }
        )
        cls.slot_b._make_shifts()
        cls.shift_b = cls.slot_b.shift_ids
        env["off.duty.volunteer"].create(
            {"shift_id": cls.shift_b.id, "partner_id": cls.family_b.id}
        )
        cls.duty_member_b = env["off.duty.member"].create(
            {
                "hub_id": cls.hub_b.id,
                "partner_id": cls.family_b.id,
                "show_name": True,
                "shown_name": SECRET_B,
            }
        )

    @classmethod
    def _make_pickup(cls, env):
        """What was done at B's pickup: an order handed over, a till counted."""
        cls.handover_b = env["off.handover"].create(
            {
                "order_id": cls.cycle_order_b.id,
                "state": "collected",
                "collector": SECRET_B,
                "note": SECRET_B,
            }
        )
        cls.pickup_act_b = env["off.pickup.act"].create(
            {
                "slot_id": cls.slot_b.id,
                "order_id": cls.cycle_order_b.id,
                "kind": "collect",
                "key": f"act-{SECRET_B}",
                "user_id": cls.coordinator_b.id,
                "date": fields.Datetime.now(),
                "text": SECRET_B,
            }
        )
        cls.pickup_count_b = env["off.pickup.count"].create(
            {
                "slot_id": cls.slot_b.id,
                "journal_id": env["account.journal"]
                .search(
                    [("company_id", "=", cls.company_b.id)],
                    limit=1,
                )
                .id,
                "date": fields.Datetime.now(),
                "user_id": cls.coordinator_b.id,
                "counted": 5555.64,
                "note": SECRET_B,
            }
        )

    @classmethod
    def _make_solidarity(cls, env):
        account = env["account.account"].create(
            {
                "name": "Solidarity",
                "code": "467200",
                "account_type": "liability_current",
                "company_ids": [Command.set(cls.company_b.ids)],
            }
        )
        cls.fund_b = env["off.solidarity.fund"].create(
            {
                "name": f"Fund {SECRET_B}",
                "company_id": cls.company_b.id,
                "account_id": account.id,
            }
        )
        cls.hub_b.solidarity_fund_id = cls.fund_b
        cls.level_b = env["off.solidarity.level"].create(
            {"name": f"Level {SECRET_B}", "hub_id": cls.hub_b.id, "percent": 53}
        )
        cls.grant_b = env["off.solidarity.grant"].create(
            {
                "partner_id": cls.family_b.id,
                "level_id": cls.level_b.id,
                # The day is over sooner where the user is.
                "date_end": fields.Date.today() + timedelta(days=1),
            }
        )
        cls.draw_b = env["off.solidarity.draw"].create(
            {
                "order_id": cls.cycle_order_b.id,
                "level_id": cls.level_b.id,
                "fund_id": cls.fund_b.id,
                "amount": 5555.64,
            }
        )

    @classmethod
    def _make_deposits(cls, env):
        """Jars that B's family has, and one that it brought back."""
        jar = env["product.product"].create(
            {"name": "Jar", "type": "service", "off_deposit": 2}
        )
        lent = env["sale.order"].create(
            {
                "partner_id": cls.family_b.id,
                "company_id": cls.company_b.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": jar.id,
                            "name": SECRET_B,
                            "product_uom_qty": 2,
                            "price_unit": 5555.64,
                            "off_is_deposit": True,
                        }
                    )
                ],
            }
        )
        lent.state = "sale"
        lent.order_line.qty_delivered = 2
        cls.deposit_back_b = env["off.deposit.return"].create(
            {"sale_line_id": lent.order_line.id, "quantity": 1, "price": 5555.64}
        )
        cls.deposits_out_b = env["off.deposit.balance"].search(
            [("partner_id", "=", cls.family_b.id), ("product_id", "=", jar.id)]
        )

    @classmethod
    def _make_platform(cls, env):
        """B's approved platform and what it exchanged, a duty that B noted."""
        cls.platform_b = env["off.invoicing.platform"].create(
            {"name": f"Platform {SECRET_B}", "company_id": cls.company_b.id}
        )
        cls.platform_document_b = env["off.platform.document"].create(
            {
                "platform_id": cls.platform_b.id,
                "kind": "report",
                "filename": f"{SECRET_B}.json",
                "reference": SECRET_B,
                "status_ids": [
                    Command.create(
                        {
                            "code": "200",
                            "date": fields.Datetime.now(),
                            "key": SECRET_B,
                            "reason": SECRET_B,
                        }
                    )
                ],
            }
        )
        cls.obligation_mark_b = env["off.obligation.mark"].create(
            {
                "obligation_id": env.ref(
                    "off_l10n_fr_accounting.obligation_fr_till"
                ).id,
                "company_id": cls.company_b.id,
                "note": f"Attestation {SECRET_B}",
            }
        )

    @classmethod
    def _make_books(cls, env):
        account = env["account.account"].create(
            {
                "name": "Sales",
                "code": "701000",
                "account_type": "income",
                "company_ids": [Command.set(cls.company_b.ids)],
            }
        )
        journal = env["account.journal"].create(
            {
                "name": "Sales",
                "code": "SAL",
                "type": "sale",
                "company_id": cls.company_b.id,
                "default_account_id": account.id,
            }
        )
        cls.invoice_b = env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "partner_id": cls.family_b.id,
                "ref": f"Invoice of {SECRET_B}",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "name": SECRET_B,
                            "debit": 5555.64,
                        }
                    ),
                    Command.create({"account_id": account.id, "credit": 5555.64}),
                ],
            }
        )

    @classmethod
    def _make_moving(cls, env):
        """What B brought along and takes away, and what people asked it to do."""
        cls.former_reference_b = env["off.former.reference"].create(
            {
                "company_id": cls.company_b.id,
                "partner_id": cls.family_b.id,
                "name": SECRET_B,
            }
        )
        cls.moving_mapping_b = env["off.moving.mapping"].create(
            {"company_id": cls.company_b.id, "kind": "member", "name": SECRET_B}
        )
        cls.fec_opening_b = env["off.fec.opening"].create(
            {
                "name": SECRET_B,
                "company_id": cls.company_b.id,
                "fingerprint": SECRET_B,
                "date_end": "2025-12-31",
                "move_id": cls.invoice_b.id,
            }
        )
        cls.data_export_b = env["off.data.export"].create(
            {
                "company_id": cls.company_b.id,
                "user_id": cls.coordinator_b.id,
                "data": base64.b64encode(SECRET_B.encode()),
                "file_name": SECRET_B,
            }
        )
        cls.consent_b = env["off.consent"].create(
            {
                "partner_id": cls.family_b.id,
                "company_id": cls.company_b.id,
                "purpose_id": env["off.consent.purpose"].search([], limit=1).id,
                "is_given": True,
                "source": "staff",
                "note": SECRET_B,
            }
        )
        cls.privacy_request_b = env["off.privacy.request"].create(
            {
                "partner_id": cls.family_b.id,
                "company_id": cls.company_b.id,
                "name": SECRET_B,
                "reason": SECRET_B,
            }
        )
        cls.retention_rule_b = env["off.retention.rule"].create(
            {
                "company_id": cls.company_b.id,
                "kind": "cart",
                "months": 53,
                "action": "delete",
                "source": SECRET_B,
            }
        )
