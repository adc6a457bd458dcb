from decimal import Decimal

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ..books.boxes import Boxes, Expression
from .common import FrenchBooksCommon


@tagged("post_install", "-at_install")
class TestBoxes(BaseCase):
    def _get(self, key, tags=None, **expressions):
        known = {name.replace("__", "."): one for name, one in expressions.items()}
        return Boxes(known, tags or {}).get(key)

    def test_tags_sums_products_and_rounding(self):
        value = self._get(
            "a.b",
            {"A1": Decimal("-100.55"), "20": Decimal("7")},
            a__b=Expression("aggregation", "a.base * 0.2 - a.paid + 1", "round(0)"),
            a__base=Expression("tax_tags", "-A1"),
            a__paid=Expression("tax_tags", "20"),
        )
        self.assertEqual(value, Decimal("14"))

    def test_half_a_euro_counts_as_one(self):
        value = self._get(
            "a.b",
            {"A1": Decimal("0.50")},
            a__b=Expression("aggregation", "a.base", "round(0)"),
            a__base=Expression("tax_tags", "A1"),
        )
        self.assertEqual(value, 1)

    def test_conditions(self):
        for amount, expected in ((5, 5), (-5, 0), (0, 0)):
            value = self._get(
                "a.b",
                {"A1": Decimal(amount)},
                a__b=Expression("aggregation", "a.base", "if_above(EUR(0))"),
                a__base=Expression("tax_tags", "A1"),
            )
            self.assertEqual(value, expected)

    def test_what_is_not_known_is_not_guessed(self):
        for expression in (
            Expression("domain", "[]"),
            Expression("aggregation", "1 / 2"),
            Expression("aggregation", "1", "if_between(EUR(0), EUR(5))"),
            Expression("aggregation", "a.missing"),
            Expression("aggregation", "a.b"),
        ):
            with self.assertRaises(ValueError):
                self._get("a.b", a__b=expression)


@tagged("post_install", "-at_install")
class TestVatReturn(FrenchBooksCommon):
    """In November: 1,000.00 of food at 5.5 % and a refund of 100.00; 50.00 at 20 %;
    200.00 bought at 5.5 %."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company._off_set_up_books("company")
        chart = cls.env["account.chart.template"].with_company(cls.company)
        cls.food, cls.other_goods = chart.ref("tva_reduite"), chart.ref("tva_normale")
        cls.bought = chart.ref("tva_acq_reduite")
        cls.ann = cls.env["res.partner"].create({"name": "Ann"})
        # Bases are told as they are: nothing is sold in cycles here.
        cls.env["off.tax.mapping"].search(
            [("company_id", "=", cls.company.id)]
        ).unlink()
        (
            cls.food | cls.other_goods | cls.bought
        ).price_include_override = "tax_excluded"
        cls._invoice("out_invoice", (1000.0, cls.food), (50.0, cls.other_goods))
        cls._invoice("out_refund", (100.0, cls.food))
        cls._invoice("in_invoice", (200.0, cls.bought))
        cls._invoice("out_invoice", (77.0, cls.food), day="2026-12-01")

    @classmethod
    def _invoice(cls, kind, *rows, day="2026-11-10", **vals):
        move = (
            cls.env["account.move"]
            .with_company(cls.company)
            .create(
                {
                    "move_type": kind,
                    "partner_id": cls.ann.id,
                    "invoice_date": day,
                    "date": day,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Goods",
                                "price_unit": price,
                                "tax_ids": [Command.set(tax.ids)],
                                **vals,
                            }
                        )
                        for price, tax in rows
                    ],
                }
            )
        )
        move.action_post()
        return move

    def _open(self, user=None, **vals):
        return (
            self.env["off.vat.return"]
            .with_user(user or self.accountant)
            .with_company(self.company)
            .create({"date_from": "2026-11-01", "date_to": "2026-11-30", **vals})
        )

    def _get_boxes(self, one):
        return {line.code: (line.amount, line.exact) for line in one.line_ids}

    def test_bases_and_taxes_are_in_their_boxes(self):
        boxes = self._get_boxes(self._open())
        self.assertEqual(boxes["box_A1"], (950, 950))
        self.assertEqual(boxes["box_09_base"], (900, 900))
        self.assertEqual(boxes["box_09_taxe"], (50, 49.50))
        self.assertEqual(boxes["box_08_base"], (50, 50))
        self.assertEqual(boxes["box_08_taxe"], (10, 10))
        self.assertEqual(boxes["box_16"][0], 60)
        self.assertEqual(boxes["box_20"], (11, 11))
        self.assertEqual(boxes["box_23"][0], 11)
        self.assertEqual(boxes["box_28"][0], 49)
        self.assertEqual(self._open().to_pay, 49)

    def test_a_credit_is_carried_forward_or_refunded(self):
        one = self._open(carried=100)
        self.assertEqual(self._get_boxes(one)["box_22"][0], 100)
        self.assertEqual((one.to_pay, one.credit), (0, 51))
        one = self._open(carried=100, refund=40)
        self.assertEqual(one.credit, 11)
        self._book("2026-10-31", ("445670", 25.0), ("471000", -25.0))
        self.assertEqual(self._open().carried, 25)

    def test_taxes_and_accounts_of_vat_agree(self):
        one = self._open()
        self.assertEqual((one.due_boxes, one.due_books), (59.50, 59.50))
        self.assertEqual((one.deductible_boxes, one.deductible_books), (11, 11))
        self.assertFalse(one.is_different)
        self._book("2026-11-30", ("445710", 60.0), ("445660", -11.0), ("445510", -49.0))
        self.assertFalse(self._open().is_different)

    def test_vat_that_was_booked_by_hand_is_shown(self):
        move = self._book("2026-11-20", ("445710", -3.0), ("471000", 3.0))
        one = self._open()
        self.assertTrue(one.is_different)
        self.assertEqual(one.due_books - one.due_boxes, 3)
        shown = self.env["account.move.line"].search(
            one.action_show_unboxed()["domain"]
        )
        self.assertEqual(shown.move_id, move)

    def test_what_is_sold_in_the_name_of_producers_is_in_no_box(self):
        """Their VAT is a tax without account and without tag, as mandates have it."""
        before = self._get_boxes(self._open())
        shown = self.food.copy(
            {
                "name": "5.5 % of the producer",
                "price_include_override": "tax_excluded",
                "invoice_repartition_line_ids": [Command.clear()]
                + [
                    Command.create(
                        {"repartition_type": kind, "document_type": "invoice"}
                    )
                    for kind in ("base", "tax")
                ],
                "refund_repartition_line_ids": [Command.clear()]
                + [
                    Command.create(
                        {"repartition_type": kind, "document_type": "refund"}
                    )
                    for kind in ("base", "tax")
                ],
            }
        )
        debt = self._account("467000")
        self._invoice("out_invoice", (500.0, shown), account_id=debt.id)
        one = self._open()
        self.assertEqual(self._get_boxes(one), before)
        self.assertFalse(one.is_different)

    def test_a_box_shows_its_items(self):
        one = self._open()
        line = one.line_ids.filtered(lambda row: row.code == "box_09_taxe")
        items = self.env["account.move.line"].search(line.action_show()["domain"])
        self.assertEqual(sum(items.mapped("balance")), -49.50)

    def test_every_expression_of_the_return_is_understood(self):
        one = self._open()
        boxes = one._get_boxes()
        for key in boxes.expressions:
            self.assertIsInstance(boxes.get(key), Decimal, key)

    def test_others_do_not_see_it(self):
        clerk = self._new_user("clerk_vat", "base.group_user")
        with self.assertRaises(AccessError):
            self._open(user=clerk)
        self.other._off_setup_operator()
        with self.assertRaises(AccessError):
            self._open(company_id=self.other.id)
