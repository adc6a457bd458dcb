from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DockCommon


@tagged("post_install", "-at_install")
class TestWeights(DockCommon):
    """Chickens are sold by the piece, about 1.5 kg each, and billed by weight."""

    @classmethod
    def _create_cycle(cls):
        cls.chicken = cls._create_product(
            "Chicken", price=15.0, on_demand=True, weight=1.5, off_billed_by_weight=True
        )
        return super()._create_cycle()

    @classmethod
    def _create_order(cls, quantities, **kwargs):
        return super()._create_order({**quantities, cls.chicken: 4}, **kwargs)

    def _get_line(self):
        self.env.invalidate_all()
        return self.purchase.order_line.filtered(
            lambda line: line.product_id == self.chicken
        )

    def _count_others(self):
        self._count(self.product, 6)
        self._count(self.leeks, 4)

    def test_a_line_says_what_a_unit_is_estimated_at(self):
        self.assertEqual(self._line(self.chicken)["unit_weight"], 1.5)
        self.assertEqual(self._line(self.product)["unit_weight"], 0)

    def test_what_was_weighed_is_what_the_producer_is_paid_for(self):
        self._count(self.chicken, {"quantity": 4, "weight": 6.25})
        self._count_others()
        self._receive()
        line = self._get_line()
        self.assertEqual(line.qty_received, 4)
        self.assertAlmostEqual(line.off_weight, 6.25)

    def test_a_weight_a_hundred_times_off_is_refused(self):
        for weight in (6250, 0.02):
            result = self._save(self.chicken, {"quantity": 4, "weight": weight})
            ((why, text),) = result["refused"].values()
            self.assertEqual(why, "wrong")
            self.assertIn("Write kilograms", text)
        self.assertFalse(self._line(self.chicken)["counted"])

    def test_only_what_is_billed_by_weight_has_one(self):
        result = self._save(self.product, {"quantity": 6, "weight": 1})
        ((_why, text),) = result["refused"].values()
        self.assertIn("not billed by weight", text)

    def test_nothing_has_no_weight(self):
        result = self._save(self.chicken, {"quantity": 0, "weight": 1})
        ((_why, text),) = result["refused"].values()
        self.assertIn("nothing came", text)

    def test_all_lots_are_weighed_or_none(self):
        self.chicken.tracking = "lot"
        self._count(
            self.chicken,
            {"lot": "L1", "quantity": 2, "weight": 3},
            {"lot": "L2", "quantity": 2},
        )
        self._count_others()
        with self.assertRaisesRegex(UserError, "Chicken: weigh all lots"):
            self._receive()

    def test_the_weights_of_a_rest_are_added(self):
        self._count(self.chicken, {"quantity": 3, "weight": 4.8})
        self._count_others()
        self._receive(rest=True)
        rest = self.receipt.backorder_ids
        (line,) = self._load(rest)["lines"]
        self._pickings().off_save_counts(
            [
                {
                    "id": line["id"],
                    "version": line["version"],
                    "lines": [{"quantity": 1, "weight": 1.4}],
                }
            ]
        )
        self._receive(receipt=rest)
        self.assertAlmostEqual(self._get_line().off_weight, 6.2)

    def test_what_is_sold_by_weight_says_so(self):
        kilogram = self.env.ref("uom.product_uom_kgm")
        gram = self.env.ref("uom.product_uom_gram")
        move = self.receipt.move_ids[0]
        for unit, kilograms in ((kilogram, 1), (gram, 0.001)):
            move.product_uom = unit
            found = move._off_get_dock_product(kilogram)
            self.assertAlmostEqual(found["kilograms"], kilograms)
