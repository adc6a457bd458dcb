import time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.off_hub_network_dfc.dfc import PROFILES, Writer

from .common import DfcCommon

CATALOGUE_QUERIES = 33
MEMBERS_QUERIES = 22


@tagged("post_install", "-at_install")
class TestDfcQueries(DfcCommon):
    """What an answer costs does not grow with what it tells."""

    def _create_products(self, count, producer=None):
        uoms = self.env.ref("uom.product_uom_kgm") | self.env.ref(
            "uom.product_uom_litre"
        )
        formats = self.env.ref("off_hub_network.attribute_format")
        values = self.env["product.attribute.value"].create(
            [
                {"attribute_id": formats.id, "name": f"{number} of {time.time()}"}
                for number in range(count)
            ]
        )
        templates = self.env["product.template"].create(
            [
                {
                    "name": f"Product {number}",
                    "type": "consu",
                    "off_producer_id": (producer or self.producer).id,
                    "attribute_line_ids": [
                        Command.create(
                            {
                                "attribute_id": formats.id,
                                "value_ids": [Command.set(value.ids)],
                            }
                        )
                    ],
                }
                for number, value in enumerate(values)
            ]
        )
        for number, product in enumerate(templates.product_variant_ids):
            product.write(
                {
                    "off_price": number,
                    "off_unit_quantity": 1,
                    "off_unit_uom_id": uoms[number % 2].id,
                    "default_code": f"P{number}",
                }
            )

    def _count(self, read):
        """Queries of ``read`` in a fresh environment, and what it returned."""
        self.env.flush_all()
        self.env.invalidate_all()
        dfc = self.env["off.dfc"].with_user(self.coordinator_a)
        before = self.cr.sql_log_count
        result = read(dfc)
        return self.cr.sql_log_count - before, result

    def _read_catalogue(self, dfc):
        sellers = dfc._find_sellers(dfc._find_members([self.producer.id]))
        items = dfc._read_items(sellers)
        writer = Writer("https://here.test/api/dfc", PROFILES["dfc-v1"])
        return [(writer.item(item), writer.offer(item)) for item in items]

    def _read_members(self, dfc):
        members = dfc._find_members()
        return dfc._read_enterprises(members)

    def test_a_catalogue_of_200_costs_no_more_than_one_of_20(self):
        self._create_products(19)
        few, items = self._count(self._read_catalogue)
        self.assertEqual(len(items), 20)
        self._create_products(180)
        many, items = self._count(self._read_catalogue)
        self.assertEqual(len(items), 200)
        self.assertEqual(many, few)
        self.assertLessEqual(many, CATALOGUE_QUERIES)

    def test_forty_members_cost_no_more_than_four(self):
        self._count(self._read_members)
        few, before = self._count(self._read_members)
        for number in range(36):
            producer = self._create_producer(f"Producer {number}")
            self._create_link(producer, self.hub_a)
            self._create_products(2, producer)
        many, after = self._count(self._read_members)
        self.assertEqual(len(after), len(before) + 36)
        self.assertEqual(many, few)
        self.assertLessEqual(many, MEMBERS_QUERIES)

    def test_the_pages_cost_no_more_with_more_products(self):
        """Over HTTP, with the key and all: what a caller waits for."""
        self._create_products(3)
        for path in (
            "enterprises",
            f"enterprises/{self.producer.id}",
            f"enterprises/{self.producer.id}/catalog_items",
            "supplied_products",
        ):
            before = self._count_page(path)
            self._create_products(30)
            self.assertEqual(self._count_page(path), before, path)

    def _count_page(self, path):
        # New products empty caches of Odoo; that is not what is counted.
        self._get(path)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._get(path)
        return self.cr.sql_log_count - before
