from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import MandateCommon


@tagged("post_install", "-at_install")
class TestAgency(MandateCommon):
    """A carrot costs the customer what its producer asks, 2.50 with 7 % VAT; the hub
    keeps 20 %: 0.50, of which 20 % VAT. Leeks, 3.00, have no tax category."""

    def setUp(self):
        super().setUp()
        self.agency = self.company_a.off_agency_account_id
        self.hub_manager = new_test_user(
            self.env,
            "hub_manager",
            "off_hub_network.group_hub_manager",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )

    def _get_account(self):
        return self.env["account.move"].search(
            [
                ("move_type", "=", "in_receipt"),
                ("partner_id", "=", self.producer.id),
                ("company_id", "=", self.company_a.id),
            ]
        )

    def test_only_the_commission_is_income(self):
        order = self._create_order({self.product: 4})
        line = order.order_line
        self.assertEqual(line.off_principal_id, self.producer)
        self.assertEqual(line.off_purchase_price, 2.0)
        self.assertEqual(order.amount_total, 10.0)
        self._finish()
        invoice = order.invoice_ids
        self.assertEqual(invoice.amount_total, 10.0)
        self.assertAlmostEqual(invoice.amount_tax, 0.65)  # 10.00 / 1.07 = 9.35
        # goods and their tax are a debt, nothing else is booked
        booked = invoice.line_ids.filtered(
            lambda one: one.display_type != "payment_term"
        )
        self.assertEqual(booked.account_id, self.agency)
        account = self._get_account()
        self.assertEqual(account.state, "posted")
        self.assertEqual(account.amount_total, 10.0)
        self.assertEqual(account.invoice_line_ids.quantity, 4)
        self.assertEqual(account.off_cycle_ids, self.cycle)
        self.assertEqual(self._get_balance(self.agency), 0.0)
        commission = account.off_commission_ids.filtered(lambda one: one.is_invoice())
        self.assertEqual(commission.amount_total, 2.0)
        self.assertAlmostEqual(commission.amount_untaxed, 1.67)
        self.assertEqual(commission.payment_state, "paid")
        income = commission.line_ids.filtered(lambda one: one.display_type == "product")
        self.assertEqual(-income.balance, 1.67)
        # what is left to pay is what the purchase order told
        self.assertEqual(account.amount_residual, 8.0)
        self.assertEqual(account._off_get_paid_out(), 8.0)
        self.assertEqual(self.cycle.purchase_ids.amount_total, 8.0)

    def test_nothing_is_bought_of_the_producer(self):
        self._create_order({self.product: 4})
        self._finish()
        purchase = self.cycle.purchase_ids
        self.assertFalse(purchase.invoice_ids)
        self.assertEqual(purchase.order_line.qty_received, 4)
        self.assertEqual(purchase.order_line.qty_to_invoice, 0)
        self.assertFalse(purchase.order_line.tax_ids)

    def test_taxes_of_the_producer_are_in_no_return_of_the_hub(self):
        order = self._create_order({self.product: 4})
        self._finish()
        shown = order.invoice_ids.line_ids.tax_line_id
        self.assertEqual(shown.off_shown_category_id, self.food)
        self.assertEqual(shown.amount, 7.0)
        lines = (order.invoice_ids | self._get_account()).line_ids
        self.assertFalse(lines.tax_tag_ids)
        self.assertNotIn(self.tax, lines.tax_ids)
        # used again, not made anew
        self.assertEqual(self.food._get_shown_tax(self.company_a), shown)

    def test_goods_stay_the_producers(self):
        self._create_order({self.product: 4})
        self.cycle.action_close()
        self._receive({self.product: 6})
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.product.id),
                ("location_id.usage", "=", "internal"),
            ]
        )
        self.assertEqual(quants.owner_id, self.producer)
        self.assertEqual(quants.quantity, 6)
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        quants.invalidate_recordset()
        left = quants.exists().filtered("quantity")
        self.assertEqual(left.owner_id, self.producer)
        self.assertEqual(sum(left.mapped("quantity")), 2)
        negative = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.product.id),
                ("location_id.usage", "=", "internal"),
                ("quantity", "<", 0),
            ]
        )
        self.assertFalse(negative)

    def test_a_shortage_is_owed_to_nobody(self):
        self._create_order({self.product: 4})
        self._create_order({self.product: 4}, self.families[1])
        self._finish({self.product: 5})
        account = self._get_account()
        self.assertEqual(account.amount_total, 12.5)
        self.assertEqual(account.amount_residual, 10.0)
        self.assertEqual(self._get_balance(self.agency), 0.0)

    def test_what_the_hub_adds_is_commission_too(self):
        offer = self.exchange.offer_ids.filtered(
            lambda one: one.product_id == self.product
        )
        offer.price = 3.0
        self._create_order({self.product: 4})
        self._finish()
        account = self._get_account()
        self.assertEqual(account.amount_total, 12.0)
        self.assertEqual(account.amount_residual, 8.0)

    def test_the_hub_bears_what_it_sells_for_less(self):
        offer = self.exchange.offer_ids.filtered(
            lambda one: one.product_id == self.product
        )
        offer.price = 1.5
        self._create_order({self.product: 4})
        self._finish()
        account = self._get_account()
        self.assertEqual(account.amount_total, 6.0)
        self.assertEqual(account.amount_residual, 6.0)
        given = account.off_commission_ids.filtered(lambda one: one.is_invoice())
        self.assertEqual(given.move_type, "out_refund")
        self.assertEqual(given.amount_total, 2.0)
        self.assertEqual(account._off_get_paid_out(), 8.0)

    def test_a_credit_note_is_taken_off_the_next_account(self):
        order = self._create_order({self.product: 4})
        self._finish()
        first = self._get_account()
        with self.assertRaisesRegex(UserError, "credit note"):
            order.invoice_ids.button_draft()
        with self.assertRaisesRegex(UserError, "credit notes"):
            first.button_draft()
        refund = order.invoice_ids._reverse_moves(
            [{"invoice_date": first.invoice_date}]
        )
        refund.invoice_line_ids.quantity = 1
        refund.action_post()
        self.assertEqual(self._get_balance(self.agency), 2.5)
        # more is given back than was sold: it waits
        accounts = first._off_account_for_sales(
            self.company_a, self.producer, first.invoice_date
        )
        self.assertFalse(accounts)
        sale = self.cycle
        self._sell_again()
        self._create_order({self.product: 4})
        self._finish()
        second = self._get_account() - first
        shares = {sale: 2.5, self.cycle: -10.0}
        self.assertEqual(second.amount_total, 7.5)
        self.assertEqual(second.amount_residual, 6.0)
        self.assertEqual(self._get_balance(self.agency), 0.0)
        self.assertEqual(refund.invoice_line_ids.off_account_sale_id, second)

        # each sale has its part of it, and of the commission on it
        self.assertEqual(second._off_get_cycle_shares()[second], shares)
        commission = second.off_commission_id
        self.assertEqual(
            commission._off_get_cycle_shares()[commission],
            {sale: -amount / 5 for sale, amount in shares.items()},
        )
        self.assertEqual(
            second._off_share_open(shares),
            {sale: amount / 5 * 4 for sale, amount in shares.items()},
        )

    def _sell_again(self):
        cls = type(self)
        for name in ("cycle", "exchange"):
            self.addCleanup(setattr, cls, name, getattr(cls, name))
        cls.cycle = self.cycle = self._create_cycle()
        cls.exchange = self.exchange = self.cycle.outgoing_ids
        self.cycle.action_open()

    def test_what_was_weighed_is_paid_by_weight(self):
        self._sell_again_by_weight()
        order = self._create_order({self.leeks: 2})
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        # two of 0.5 kg, 3.00 each, weighed 1.1 kg
        order.order_line.off_allocation_ids.weight = 1.1
        self.cycle.action_settle()
        account = self._get_account()
        self.assertEqual(account.amount_total, 6.6)
        self.assertEqual(account.amount_residual, 5.28)

    def _sell_again_by_weight(self):
        self.leeks.weight = 0.5
        self.leeks.product_tmpl_id.off_billed_by_weight = True
        self._sell_again()

    def test_fees_of_the_hub_are_taxed_as_its_own(self):
        fee = self.env["off.fee"].create(
            {
                "name": "Packing",
                "hub_id": self.hub_a.id,
                "calculator": "flat_per_item",
                "amount": 0.5,
                "tax_rule": "inherit",
            }
        )
        self.exchange.fee_ids = fee
        order = self._create_order({self.product: 2})
        charged = order.order_line.filtered("off_is_fee")
        self.assertEqual(charged.tax_ids, self.tax)
        self._finish()
        lines = order.invoice_ids.line_ids
        self.assertEqual(
            lines.tax_line_id.filtered("tax_group_id") & self.tax, self.tax
        )
        self.assertEqual(self._get_account().amount_total, 5.0)

    def test_the_paper_tells_who_sells(self):
        self.producer.vat = False
        order = self._create_order({self.product: 2})
        self._finish()
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("account.report_invoice", order.invoice_ids.ids)[0]
            .decode()
        )
        self.assertIn("Sold in the name and on behalf of", html)
        self.assertIn(self.producer.name, html)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("account.report_invoice", self._get_account().ids)[0]
            .decode()
        )
        self.assertIn("Account of sales", html)
        self.assertIn("Paid out", html)

    def test_hubs_of_other_operators_do_not_sell_under_it(self):
        incoming = self.cycle.incoming_ids.offer_ids.filtered(
            lambda one: one.product_id == self.product
        )
        self.assertEqual(incoming.principal_id, self.producer)
        edge = self.env["off.exchange"].create(
            {
                "cycle_id": self.cycle.id,
                "direction": "outgoing",
                "hub_id": self.hub_b.id,
            }
        )
        self.assertFalse(self.cycle._prepare_outgoing_offers(edge, incoming))
        with self.assertRaisesRegex(ValidationError, "in the name of"):
            self.env["off.offer"].create(
                {
                    "exchange_id": edge.id,
                    "product_id": self.product.id,
                    "incoming_id": incoming.id,
                    "price": 3.0,
                }
            )

    def test_what_others_sell_already_is_bought(self):
        self.mandate.action_end()
        planned = self._create_cycle()
        incoming = planned.incoming_ids.offer_ids.filtered(
            lambda one: one.product_id == self.product
        )
        edge = self.env["off.exchange"].create(
            {"cycle_id": planned.id, "direction": "outgoing", "hub_id": self.hub_b.id}
        )
        sold = self.env["off.offer"].create(
            {
                "exchange_id": edge.id,
                "product_id": self.product.id,
                "incoming_id": incoming.id,
                "price": 3.0,
            }
        )
        self._create_mandate().action_sign()
        self.assertFalse(planned.incoming_ids.mandate_id)
        self.assertFalse(sold.principal_id)

    def test_open_cycles_keep_the_mandate_that_ended(self):
        self.mandate.action_end()
        self.assertTrue(self.cycle.incoming_ids.mandate_id)
        self._create_order({self.product: 4})
        self._finish()
        self.assertEqual(self._get_account().amount_total, 10.0)
        later = self._create_cycle()
        self.assertFalse(later.incoming_ids.mandate_id)

    def test_what_is_planned_follows(self):
        with freeze_time(fields.Datetime.now()):
            planned = self._create_cycle()
        self.assertEqual(planned.incoming_ids.mandate_id, self.mandate)
        self.mandate.action_end()
        self.assertFalse(planned.incoming_ids.mandate_id)
        self.assertFalse(planned.incoming_ids.offer_ids.principal_id)

    def test_sales_of_the_stock_of_the_hub_are_its_own(self):
        self.link_a.may_override = True
        item = self.env["off.catalog.item"].create(
            {
                "hub_id": self.hub_a.id,
                "product_id": self.product.id,
                "own_stock": True,
                "declared_qty": 50,
            }
        )
        # Counted apart, but ordered from the producer.
        order = self._create_order({self.product: 2})
        self.assertEqual(order.order_line.off_stock_item_id, item)
        self.assertEqual(order.order_line.off_principal_id, self.producer)

    def test_sales_from_a_warehouse_of_the_hub_are_its_own(self):
        self.link_a.may_override = True
        self.product.is_storable = True
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company_a.id)], limit=1
        )
        self.env["stock.quant"].with_company(self.company_a).with_context(
            inventory_mode=True
        ).create(
            {
                "product_id": self.product.id,
                "location_id": warehouse.lot_stock_id.id,
                "inventory_quantity": 5,
            }
        ).action_apply_inventory()
        self.env["off.catalog.item"].create(
            {
                "hub_id": self.hub_a.id,
                "product_id": self.product.id,
                "warehouse_id": warehouse.id,
            }
        )
        own = self._create_order({self.product: 2}, self.families[1])
        self.assertEqual(own.order_line.off_warehouse_id, warehouse)
        self.assertFalse(own.order_line.off_principal_id)
        self.assertEqual(own.order_line.tax_ids, self.tax)
        self.cycle.action_close()
        self.assertFalse(self.cycle.purchase_ids)
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.product.id),
                ("location_id.usage", "=", "internal"),
                ("quantity", "!=", 0),
            ]
        )
        self.assertFalse(quants.owner_id)
        self.assertEqual(sum(quants.mapped("quantity")), 3)
        self.assertFalse(self._get_account())

    def test_an_ended_mandate_is_still_that_of_its_sales(self):
        self._create_order({self.product: 2})
        self.mandate.action_end()
        self._create_mandate(commission=5.0).action_sign()
        self._finish()
        self.assertEqual(self._get_account().off_mandate_id, self.mandate)

    def test_what_was_given_back_later_is_accounted_for_by_hand(self):
        order = self._create_order({self.product: 4})
        self._finish()
        first = self._get_account()
        with self.assertRaisesRegex(UserError, "Nothing is to be"):
            self.mandate.action_account()
        more = order.invoice_ids.copy({"invoice_date": first.invoice_date})
        more.action_post()
        with self.assertRaises(AccessError):
            self.mandate.with_user(self.hub_manager).action_account()
        self.mandate.action_account()
        second = self._get_account() - first
        self.assertEqual(second.amount_total, 10.0)

    def test_planned_cycles_follow_their_days(self):
        planned = self._create_cycle()
        self.mandate.date_end = fields.Date.context_today(self.mandate)
        self.assertFalse(planned.incoming_ids.mandate_id)
        planned.date_close = fields.Datetime.now()
        self.assertEqual(planned.incoming_ids.mandate_id, self.mandate)


@tagged("post_install", "-at_install")
class TestAgencyOfExempt(MandateCommon):
    """An association that is not liable to VAT sells for a farm that is."""

    vat_exempt = True

    def test_customers_see_the_vat_of_the_farm(self):
        order = self._create_order({self.product: 4})
        self._finish()
        invoice = order.invoice_ids
        self.assertEqual(invoice.amount_total, 10.0)
        self.assertAlmostEqual(invoice.amount_tax, 0.65)
        self.assertEqual(self._get_balance(self.company_a.off_agency_account_id), 0.0)
        account = invoice.invoice_line_ids.off_account_sale_id
        commission = account.off_commission_ids.filtered(lambda one: one.is_invoice())
        self.assertEqual(commission.amount_total, 2.0)
        self.assertEqual(commission.amount_tax, 0.0)
        self.assertEqual(account.amount_residual, 8.0)


@tagged("post_install", "-at_install")
class TestAgencyForExempt(MandateCommon):
    """A company liable to VAT sells for a gardener who is not."""

    vat_liable = False

    def test_no_vat_is_shown(self):
        order = self._create_order({self.product: 4})
        self._finish()
        self.assertEqual(order.invoice_ids.amount_tax, 0.0)
        account = order.invoice_ids.invoice_line_ids.off_account_sale_id
        self.assertEqual(account.amount_tax, 0.0)
        self.assertEqual(account.amount_residual, 8.0)
