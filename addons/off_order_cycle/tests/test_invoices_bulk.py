from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .test_invoices import InvoicesCommon

# What differs between two records that are the same.
OWN = {"id", "create_date", "write_date", "move_id", "access_token"}


@tagged("post_install", "-at_install")
class TestInvoicesBulk(InvoicesCommon):
    """What is created at once is what Odoo creates step by step, field by field."""

    def _read_all(self, records):
        """:return: stored values of records, by name of the field"""
        names = [
            name
            for name, field in records._fields.items()
            if field.store and name not in OWN and field.type not in ("one2many",)
        ]
        return records._read_format(names, load=None)

    def _read(self, moves):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = []
        for move, vals in zip(moves, self._read_all(moves), strict=True):
            lines = self._read_all(move.line_ids.sorted("id"))
            for line in lines:
                del line["id"]
            del vals["id"]
            notes = move.message_ids.sorted("id").mapped(
                lambda one: (one.subtype_id, one.message_type, one.is_internal)
            )
            rows.append((vals, lines, notes))
        return rows

    def _invoice(self, in_bulk):
        """Make the invoices, read them as drafts and as posted, undo all."""
        Move = self.env.registry["account.move"]
        made = []
        split = Move._off_split_plain

        def count(moves, vals_list):
            others, plain = split(moves, vals_list) if in_bulk else (vals_list, {})
            made.append(len(plain))
            return others, plain

        read = []
        with (
            patch.object(Move, "_off_split_plain", count),
            self.cr.savepoint() as savepoint,
        ):
            invoices = self.cycle._create_customer_invoices()
            read.append(self._read(invoices))
            invoices.action_post()
            read.append(self._read(invoices))
            savepoint.rollback()
        self.env.invalidate_all()
        return read, sum(made)

    def _compare(self, plain):
        """:param plain: how many of the invoices are created at once"""
        self.maxDiff = None
        bulk, made = self._invoice(True)
        self.assertEqual(made, plain)
        usual, made = self._invoice(False)
        self.assertEqual(made, 0)
        for ours, theirs in zip(bulk, usual, strict=True):
            self.assertEqual(len(ours), len(theirs))
            for (move, lines, notes), (move_2, lines_2, notes_2) in zip(
                ours, theirs, strict=True
            ):
                self.assertEqual(move, move_2)
                self.assertEqual(lines, lines_2)
                self.assertEqual(notes, notes_2)

    def _add_tax(self, product, amount, **vals):
        product.taxes_id = self.env["account.tax"].create(
            {
                "name": f"{amount} %",
                "amount": amount,
                "type_tax_use": "sale",
                "company_id": self.company_a.id,
                **vals,
            }
        )

    def test_the_same_as_one_by_one(self):
        self._distribute([3, 1, 2], {self.product: 5})
        self._compare(3)

    def test_several_rates_included_and_excluded_with_rounding(self):
        self._add_tax(self.leeks, 5.5, price_include_override="tax_excluded")
        self.exchange.offer_ids.filtered(
            lambda offer: offer.product_id == self.leeks
        ).price = 1.37
        for family, quantities in zip(
            self.families, ((3, 7), (1, 1), (2, 5)), strict=True
        ):
            self._create_order(
                dict(zip((self.product, self.leeks), quantities, strict=True)), family
            )
        self._hand_over()
        self._compare(3)

    def _hand_over(self):
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()

    def test_payment_terms_of_two_dates_and_notes_between_the_lines(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Half now",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50}),
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": 30}
                    ),
                ],
            }
        )
        order = self._create_order({self.product: 3}, confirm=False)
        order.write(
            {
                "payment_term_id": term.id,
                "order_line": [
                    Command.create({"display_type": "line_section", "name": "Veg"}),
                    Command.create({"display_type": "line_note", "name": "Note"}),
                ],
            }
        )
        order.action_confirm()
        self._hand_over()
        self._compare(1)

    def test_what_is_not_plain_is_left_to_odoo(self):
        first = self._create_order({self.product: 3}, confirm=False)
        first.payment_term_id = self.env["account.payment.term"].create(
            {
                "name": "2 % within ten days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
            }
        )
        first.action_confirm()
        second = self._create_order({self.product: 1}, self.families[1])
        self._hand_over()
        self._compare(1)
        self.cycle.action_settle()
        self.assertEqual(
            (first | second).invoice_ids.mapped("state"), ["posted", "posted"]
        )

    def test_orders_outside_of_cycles_are_left_to_odoo(self):
        self.product.invoice_policy = "order"
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": family.id,
                    "company_id": self.company_a.id,
                    "order_line": [Command.create({"product_id": self.product.id})],
                }
                for family in self.families[:2]
            ]
        )
        orders.action_confirm()
        Move = self.env.registry["account.move"]
        with patch.object(Move, "_off_split_plain") as split:
            invoices = orders._create_invoices()
        split.assert_not_called()
        self.assertEqual(len(invoices), 2)
        notes = invoices.message_ids.filtered(lambda one: orders[0].name in one.body)
        self.assertEqual(len(notes), 1)

    def test_a_distribution_of_costs_is_chosen_by_odoo(self):
        plan = self.env["account.analytic.plan"].create({"name": "Hubs"})
        account = self.env["account.analytic.account"].create(
            {"name": "A", "plan_id": plan.id, "company_id": self.company_a.id}
        )
        self.env["account.analytic.distribution.model"].create(
            {
                "analytic_distribution": {str(account.id): 100},
                "company_id": self.company_a.id,
            }
        )
        self._distribute([2])
        self._compare(0)

    def test_queries_do_not_grow_with_the_invoices(self):
        families = self.env["res.partner"].create(
            [{"name": f"Family {number:02}"} for number in range(30)]
        )
        families._off_serve_by(self.company_a)
        (self.product | self.leeks).off_availability_ids.on_demand = True
        for family in families:
            self._create_order({self.product: 1, self.leeks: 1}, family)
        self._hand_over()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        invoices = self.cycle._create_customer_invoices()
        self.env.flush_all()
        self.assertEqual(len(invoices), 30)
        self.assertEqual(set(invoices.mapped("invoice_date")), {fields.Date.today()})
        self.assertLessEqual(self.cr.sql_log_count - before, CREATE)


# Queries of creating invoices, with a little room: a few for each order are Odoo's.
CREATE = 400
