from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SolidarityCommon


@tagged("post_install", "-at_install")
class TestFund(SolidarityCommon):
    """Rule 26: what households do not pay comes out of the fund, to the cent."""

    def test_r26_the_fund_pays_the_rest_and_the_goods_keep_their_price(self):
        self._grant()
        order = self._create_order({self.product: 3})
        self.assertAlmostEqual(order.amount_total, 7.5)
        self.assertEqual(self._get_draw(order).amount, 3.75)
        self.assertEqual(self._read_fund(), (20, 3.75, 16.25))
        self._settle()
        invoice = order.invoice_ids
        goods = invoice.invoice_line_ids.filtered("sale_line_ids")
        drawn = invoice.invoice_line_ids - goods
        # 7.50 with 15 % included, as without solidarity.
        self.assertAlmostEqual(goods.price_subtotal, 6.52)
        self.assertAlmostEqual(invoice.amount_tax, 0.98)
        self.assertEqual(drawn.account_id, self.fund.account_id)
        self.assertFalse(drawn.tax_ids)
        self.assertAlmostEqual(drawn.price_total, -3.75)
        self.assertAlmostEqual(invoice.amount_total, 3.75)
        self.assertEqual(self._read_fund(), (16.25, 0, 16.25))
        self.assertEqual(order.invoice_status, "invoiced")

    def test_r26_what_is_delivered_decides(self):
        self._grant()
        order = self._create_order({self.product: 4})
        self._settle({self.product: 2})
        self.assertAlmostEqual(order.invoice_ids.amount_total, 2.5)
        self.assertEqual(self._read_fund(), (17.5, 0, 17.5))

    def test_r26_nothing_delivered_gives_all_back(self):
        self._grant()
        self._create_order({self.product: 1}, self.families[1])
        self._create_order({self.product: 4})
        self._settle({self.product: 1})
        self.assertEqual(self._read_fund(), (20, 0, 20))

    def test_r26_a_changed_order_draws_anew_and_a_cancelled_one_gives_back(self):
        self._grant()
        order = self._create_order({self.product: 2})
        order.order_line.product_uom_qty = 4
        self.assertEqual(self._read_fund(), (20, 5, 15))
        order.write({"order_line": [(1, order.order_line.id, {"product_uom_qty": 1})]})
        self.assertEqual(self._read_fund(), (20, 1.25, 18.75))
        order._action_cancel()
        self.assertEqual(self._read_fund(), (20, 0, 20))

    def test_r26_never_below_zero_without_a_decision(self):
        self._grant()
        self._grant(self.families[1])
        first = self._create_order({self.leeks: 12}, self.families[0])
        second = self._create_order({self.leeks: 12}, self.families[1])
        self.assertEqual(self._get_draw(first).amount, 18)
        self.assertEqual(self._get_draw(second).amount, 2)
        self.assertEqual(self._read_fund(), (20, 20, 0))
        self.assertFalse(self.fund._draw(0.01))
        self.fund.with_user(self.grantor).floor = 10
        self.assertEqual(self.fund.floor_user_id, self.grantor)
        self.assertTrue(self.fund.floor_date)
        second.order_line.product_uom_qty = 11
        self.assertEqual(self._get_draw(second).amount, 12)
        self._settle()
        self.assertEqual(self._read_fund(), (-10, 0, 0))

    def test_r26_an_invoice_that_is_a_draft_again_is_reserved_again(self):
        self._grant()
        order = self._create_order({self.product: 2})
        self._settle()
        order.invoice_ids.button_draft()
        self.assertEqual(self._read_fund(), (20, 2.5, 17.5))
        order.invoice_ids.action_post()
        self.assertEqual(self._read_fund(), (17.5, 0, 17.5))

    def test_r26_a_level_is_chosen_freely_or_granted(self):
        found = self.exchange._get_solidarity(self.families[0])
        self.assertEqual(found["levels"], self.less)
        choose = self.exchange._get_solidarity_choice
        self.assertFalse(choose(self.families[0], str(self.half.id)))
        self.assertEqual(choose(self.families[0], str(self.less.id)), self.less)
        self._grant()
        self.assertEqual(choose(self.families[0], None), self.half)
        self.assertFalse(choose(self.families[0], "0"))

    def test_r26_a_grant_ends_with_its_last_day_and_is_deleted(self):
        yesterday = fields.Date.today() - timedelta(days=1)
        with (
            self.assertRaisesRegex(ValidationError, "in the past"),
            self.env.cr.savepoint(),
        ):
            self._grant(date_end=yesterday)
        grant = self._grant()
        self.env.cr.execute(
            "UPDATE off_solidarity_grant SET date_end = %s WHERE id = %s",
            [yesterday, grant.id],
        )
        grant.invalidate_recordset()
        order = self._create_order({self.product: 2})
        self.assertFalse(self._get_draw(order))
        self.env["off.solidarity.grant"]._gc_over()
        self.assertFalse(grant.exists())

    def test_r26_gifts_go_to_the_fund(self):
        order = self._create_order({self.product: 2})
        order._off_set_gift(1.5)
        self.assertAlmostEqual(order.amount_total, 6.5)
        order._off_set_gift(2)
        self.assertAlmostEqual(order.amount_total, 7)
        self._settle()
        invoice = order.invoice_ids
        self.assertAlmostEqual(invoice.amount_total, 7)
        gift = invoice.invoice_line_ids.filtered(lambda line: not line.tax_ids)
        self.assertEqual(gift.account_id, self.fund.account_id)
        self.assertEqual(self._read_fund(), (22, 0, 22))
        self.assertEqual(order.invoice_status, "invoiced")

    def test_r26_a_gift_is_no_part_of_a_solidarity_price(self):
        self._grant()
        order = self._create_order({self.product: 2})
        order._off_set_gift(1)
        self.assertEqual(self._get_draw(order).amount, 2.5)
        self._settle()
        self.assertAlmostEqual(order.invoice_ids.amount_total, 3.5)
        self.assertEqual(self._read_fund(), (18.5, 0, 18.5))

    def test_r12_what_is_kept_aside_for_a_payment_is_kept_in_the_fund_too(self):
        self._grant()
        cart = self._create_order({self.product: 2}, confirm=False)
        cart._off_hold(15)
        self.assertEqual(self._read_fund(), (20, 2.5, 17.5))
        cart._off_release()
        self.assertEqual(self._read_fund(), (20, 0, 20))
        cart._off_hold(15)
        cart.action_confirm()
        self.assertEqual(self._read_fund(), (20, 2.5, 17.5))

    def test_invoiced_and_drawn_is_paid_and_margin(self):
        self._grant()
        self.exchange.offer_ids.filtered(
            lambda offer: offer.product_id == self.leeks
        ).price = 3.5
        orders = [
            self._create_order({self.leeks: 3}, family) for family in self.families[:2]
        ]
        self._settle()
        invoiced = sum(order.invoice_ids.amount_total for order in orders)
        bills = self.cycle.purchase_ids.invoice_ids.amount_total
        drawn = (
            self.env["off.solidarity.draw"]
            .search([])
            .filtered(lambda draw: draw.order_id in orders[0] | orders[1])
        )
        self.assertAlmostEqual(invoiced + sum(drawn.mapped("amount")), bills + 6 * 0.5)

    def test_a_level_needs_a_fund_and_is_a_part(self):
        with self.assertRaisesRegex(ValidationError, "no solidarity fund"):
            self.env["off.solidarity.level"].create(
                {"name": "Half", "hub_id": self.hub_b.id, "percent": 50}
            )
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self.half.percent = 120
                self.half.flush_recordset()

    def test_what_is_reserved_is_not_written_by_hand(self):
        with self.assertRaises(AccessError):
            self.fund.with_user(self.grantor).reserved = 0
        with self.assertRaises(AccessError):
            self.fund.with_user(self.grantor).floor_user_id = self.keeper
