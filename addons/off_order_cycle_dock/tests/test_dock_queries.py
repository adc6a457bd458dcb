from odoo.tests import tagged

from .common import DockCommon

COUNT = 100


@tagged("post_install", "-at_install")
class TestQueries(DockCommon):
    """A receipt of a hundred products, half of them with lots."""

    @classmethod
    def _create_cycle(cls):
        products = cls.env["product.product"].create(
            [
                {
                    "name": f"Product {n:03}",
                    "type": "consu",
                    "off_producer_id": cls.producer.id,
                    "off_price": 1.0,
                    "barcode": f"37600000{n:05}",
                    "tracking": "lot" if n % 2 else "none",
                }
                for n in range(COUNT - 2)
            ]
        )
        products.off_availability_ids.on_demand = True
        cls.products = products
        return super()._create_cycle()

    @classmethod
    def _create_order(cls, quantities, **kwargs):
        more = dict.fromkeys(cls.products, 3)
        return super()._create_order({**quantities, **more}, **kwargs)

    def _prepare(self):
        self.env.flush_all()
        self.env.invalidate_all()

    def _get_changes(self, quantity):
        return [
            {
                "id": line["id"],
                "version": line["version"],
                "lines": [
                    {
                        "lot": f"L{line['id']}" if line["tracking"] == "lot" else "",
                        "quantity": quantity(line),
                    }
                ],
            }
            for line in self._load()["lines"]
        ]

    def _save_all(self, changes):
        self._prepare()
        result = self._pickings().off_save_counts(changes)
        self.env.flush_all()
        self.assertFalse(result["refused"])

    def test_a_dock_is_loaded_by_few_queries(self):
        self._pickings().off_get_dock()
        self._prepare()
        with self.assertQueryCount(45):
            dock = self._pickings().off_get_dock(self.cycle.id)
        self.assertEqual(len(dock["receipts"][0]["lines"]), COUNT)

    def test_a_hundred_counts_are_saved_by_few_queries(self):
        changes = self._get_changes(lambda line: line["expected"])
        with self.assertQueryCount(90):
            self._save_all(changes)

    def test_a_hundred_shortages_are_saved_by_few_queries(self):
        changes = self._get_changes(lambda line: line["expected"] - 1)
        with self.assertQueryCount(90):
            self._save_all(changes)

    def test_a_hundred_products_are_received_by_few_queries(self):
        self._save_all(self._get_changes(lambda line: line["expected"]))
        versions = {str(one["id"]): one["version"] for one in self._load()["lines"]}
        self._prepare()
        # Odoo takes two a product by itself.
        with self.assertQueryCount(310):
            self._pickings().browse(self.receipt.id).off_receive(versions, {})
            self.env.flush_all()
        self.assertEqual(self.receipt.state, "done")
