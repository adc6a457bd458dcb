from datetime import timedelta
from decimal import Decimal

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import SubstitutionCommon


@tagged("post_install", "-at_install")
class TestSubstitution(SubstitutionCommon):
    def test_what_is_missing_and_what_is_left(self):
        missing = self.cycle._get_missing_lines()
        self.assertEqual(
            {line.order_id: quantity for line, quantity in missing.items()},
            {self.first: 2, self.second: 2},
        )
        self.assertEqual(self.cycle._get_spare(), {self.product: 6, self.turnips: 3})

    def test_no_part_of_a_substitute_that_is_counted_is_proposed(self):
        with self.assertRaisesRegex(UserError, "Turnips.*1.8 is not possible"):
            self._propose((self.first, self.leeks, self.turnips, 1.8, 3.0))
        wizard = self.env["off.substitution.proposal"].new(
            {"product_id": self.turnips.id}
        )
        self.assertEqual(wizard._get_whole(Decimal("1.8")), 1)
        kilogram = self.env.ref("uom.product_uom_kgm")
        wizard.product_id = self._create_product("Flour", 1.0)
        wizard.product_id.uom_id = kilogram
        self.assertEqual(wizard._get_whole(Decimal("1.8")), Decimal("1.8"))

    def test_what_is_left_takes_the_same_queries_for_many_offers(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.cycle._get_spare()
            return self.env.cr.sql_log_count - before

        few = count()
        products = self.env["product.product"].union(
            *(self._create_product(f"Herb {n}", 1.0) for n in range(20))
        )
        self.env["off.offer"].create(
            [
                {
                    "exchange_id": self.exchange.id,
                    "product_id": product.id,
                    "incoming_id": offer.id,
                    "price": 1.0,
                }
                for product, offer in zip(
                    products,
                    self.env["off.offer"].create(
                        [
                            {
                                "exchange_id": self.cycle.incoming_ids.id,
                                "product_id": product.id,
                                "price": 1.0,
                            }
                            for product in products
                        ]
                    ),
                    strict=True,
                )
            ]
        )
        count()
        self.assertLessEqual(count(), few)

    def test_what_is_accepted_joins_the_order_with_its_goods_and_price(self):
        total = self.first.amount_total
        proposal = self._propose((self.first, self.leeks, self.turnips, 2, 3.0))
        self.assertEqual(self.cycle._get_spare()[self.turnips], 1)  # it is held
        proposal.with_user(self.coordinator_a).action_accept()
        self.assertEqual((proposal.state, proposal.channel), ("accepted", "hub"))
        line = self._get_line(self.first, self.turnips)
        self.assertEqual((line.product_uom_qty, line.price_unit), (2, 3.0))
        self.assertEqual(line.off_substitution_id, proposal)
        self.assertEqual(line.off_allocation_ids.quantity, 2)
        self.assertAlmostEqual(self.first.amount_total, total + 6.0)
        self.assertTrue(self.first.locked)
        self.cycle.action_distribute()
        self.assertEqual(line.qty_delivered, 2)
        self.assertEqual(self._get_on_hand(self.turnips), 1)
        counters = (self.turnips | self.leeks).off_availability_ids
        self.assertFalse(any(counters.mapped("reserved_qty")))
        self.assertFalse(self.item.reserved_qty)

    def test_from_stock_it_leaves_the_stock(self):
        proposal = self._propose((self.second, self.leeks, self.product, 2, 2.5))
        proposal.with_user(self.coordinator_a).action_accept()
        line = self._get_line(self.second, self.product)
        self.assertEqual(line.off_warehouse_id, self.warehouse)
        self.assertEqual(self.item.reserved_qty, 6)
        self.cycle.action_distribute()
        self.assertEqual(self._get_on_hand(self.product), 4)
        self.assertEqual((self.item.reserved_qty, line.qty_delivered), (0, 2))

    def test_what_is_refused_or_not_answered_is_free_again(self):
        refused, late, withdrawn = (
            self._propose((order, self.leeks, product, 1, 3.0))
            for order, product in (
                (self.first, self.turnips),
                (self.second, self.turnips),
                (self.second, self.product),
            )
        )
        refused.with_user(self.coordinator_a).action_refuse()
        withdrawn.with_user(self.coordinator_a).action_withdraw()
        late.date_expire = fields.Datetime.now() - timedelta(minutes=1)
        with self.assertRaisesRegex(UserError, "no longer be answered"):
            late.with_user(self.coordinator_a).action_accept()
        self.env["off.substitution"]._cron_expire()
        self.assertEqual(
            [one.state for one in (refused, late, withdrawn)],
            ["refused", "expired", "withdrawn"],
        )
        self.assertEqual(self.cycle._get_spare(), {self.product: 6, self.turnips: 3})
        self.assertFalse(self._get_line(self.first, self.turnips))

    def test_more_than_is_left_is_not_proposed(self):
        with self.assertRaisesRegex(UserError, "4 would be proposed, and 3 is left"):
            self._propose(
                (self.first, self.leeks, self.turnips, 2, 3.0),
                (self.second, self.leeks, self.turnips, 2, 3.0),
            )

    def test_it_is_answered_once(self):
        proposal = self._propose((self.first, self.leeks, self.turnips, 2, 3.0))
        proposal.with_user(self.coordinator_a).action_accept()
        for answer in ("action_accept", "action_refuse"):
            with self.assertRaisesRegex(UserError, "answered already"):
                getattr(proposal.with_user(self.coordinator_a), answer)()
        self.assertEqual(len(self._get_line(self.first, self.turnips)), 1)

    def test_what_went_elsewhere_meanwhile_is_told(self):
        proposal = self._propose((self.first, self.leeks, self.turnips, 3, 3.0))
        allocation = self._get_line(self.second, self.turnips).off_allocation_ids
        allocation.quantity = 2
        with self.assertRaisesRegex(UserError, "no longer there"):
            proposal.with_user(self.coordinator_a).action_accept()
        self.assertEqual(proposal.state, "draft")

    def test_handing_over_ends_what_was_not_answered(self):
        proposal = self._propose((self.first, self.leeks, self.turnips, 2, 3.0))
        self.cycle.action_distribute()
        self.assertEqual(proposal.state, "expired")

    def test_customers_are_written_to(self):
        self._propose((self.first, self.leeks, self.turnips, 2, 3.0))
        message = self.first.message_ids.filtered(
            lambda one: "/my/substitutes/" in (one.body or "")
        )
        self.assertEqual(message.partner_ids, self.families[0])
        self.assertIn("Turnips: 2, in place of Leeks", message.body)

    def test_the_window_shares_out_what_is_left_by_the_order_of_orders(self):
        action = self.staff.action_propose_substitutes()
        Proposal = self.env["off.substitution.proposal"].with_user(self.coordinator_a)
        form = Form(Proposal.with_context(**action["context"]))
        form.missing_id = self.leeks
        form.product_id = self.turnips
        self.assertEqual(form.spare_qty, 3)
        proposal = form.save()
        self.assertEqual(
            [
                (row.order_id, row.missing_qty, row.quantity)
                for row in proposal.line_ids
            ],
            [(self.first, 2, 2), (self.second, 2, 1)],
        )
        proposal.action_propose()
        made = self.cycle.substitution_ids
        self.assertEqual(sorted(made.mapped("quantity")), [1, 2])
        # Turnips cost 4.00, leeks 3.00: never dearer.
        self.assertEqual(set(made.mapped("price")), {3.0})

    def test_who_lacks_nothing_is_not_asked(self):
        with self.assertRaisesRegex(AccessError, "lacks nothing"):
            self._propose((self.first, self.product, self.turnips, 1, 3.0))
        self._propose(
            (self.first, self.leeks, self.product, 2, 3.0),
            (self.second, self.leeks, self.product, 2, 3.0),
        )
        with self.assertRaisesRegex(UserError, "Nothing is missing"):
            self.staff.action_propose_substitutes()

    def test_only_who_coordinates_proposes_and_answers_for_others(self):
        proposal = self._propose((self.first, self.leeks, self.turnips, 2, 3.0))
        for user in (self.coordinator_b, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                proposal.with_user(user).action_accept()
            with self.assertRaises(AccessError):
                self.cycle.with_user(user)._propose_substitutes(
                    [], fields.Datetime.now() + timedelta(hours=2)
                )
            with self.assertRaises(AccessError):
                proposal.with_user(user).read(["quantity"])
        self.assertEqual(proposal.state, "draft")

    def test_nobody_writes_an_answer_by_hand(self):
        proposal = self._propose((self.first, self.leeks, self.turnips, 2, 3.0))
        with self.assertRaises(AccessError):
            proposal.with_user(self.coordinator_a).state = "accepted"
